package dev.exporter.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.dashboard.view.jobs.OverviewView;
import dev.exporter.operations.jobs.JobSummary;
import dev.exporter.operations.jobs.Overview;
import dev.exporter.operations.jobs.RunState;
import dev.exporter.plan.Problem;
import dev.exporter.plan.tables.TableSummaries;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether all is well. */
class VerdictTests {
    private static final TableSummaries NO_TABLES = new TableSummaries(List.of(), List.of());
    private static final long GB = 1_000_000_000;
    private static final JobSummary DONE =
            SampleSummaries.job(1, RunState.COMPLETED, 0, 1000, 1, Duration.ofMinutes(1), 0);
    /** Its last sign of life was five seconds before {@link SampleJobs#NOW}. */
    private static final JobSummary RUNNING =
            SampleSummaries.job(207, RunState.RUNNING, 0, 1000, 1, Duration.ofHours(9), 0);

    private static OverviewView.Verdict verdict(
            List<JobSummary> running, long freeBytes, TableSummaries tables, Instant now) {
        return verdict(running, List.of(DONE), freeBytes, tables, now);
    }

    private static OverviewView.Verdict verdict(
            List<JobSummary> running, List<JobSummary> latest, long freeBytes, TableSummaries tables, Instant now) {
        Overview overview = new Overview(
                running,
                List.of(),
                latest,
                Map.of(),
                List.of(new Overview.Disk("warehouse", Path.of("/data"), freeBytes, 1000 * GB)),
                now);
        return OverviewView.of(overview, tables, id -> List.of(), now).verdict();
    }

    /** Of a thousand gigabytes. */
    @ParameterizedTest
    @CsvSource({
        "51, good, 'All is well, nothing is running'",
        "49, bad, 'The disk of warehouse is nearly full'",
        "0, bad, 'The disk of warehouse is nearly full'"
    })
    void aDiskThatIsNearlyFullIsBad(long freeGb, String style, String text) {
        OverviewView.Verdict verdict = verdict(List.of(), freeGb * GB, NO_TABLES, SampleJobs.NOW);

        assertThat(verdict.style()).isEqualTo(style);
        assertThat(verdict.text()).isEqualTo(text);
    }

    @Test
    void aJobWithoutAnySignOfLifeForAQuarterOfAnHourIsNotWell() {
        List<JobSummary> running = List.of(RUNNING);

        OverviewView.Verdict soon = verdict(running, 500 * GB, NO_TABLES, SampleJobs.NOW.plusSeconds(894));
        OverviewView.Verdict late = verdict(running, 500 * GB, NO_TABLES, SampleJobs.NOW.plusSeconds(895));

        assertThat(soon.style()).isEqualTo("busy");
        assertThat(late.style()).isEqualTo("warn");
        assertThat(late.said())
                .isEqualTo("Job 207 has shown no sign of life since 2026-03-04 11:59:55 UTC, 1 job running");
    }

    /** Whatever was said before it, and until a job of the same warehouse ends otherwise. */
    @ParameterizedTest
    @CsvSource({
        "'206', bad, 'Job 206 has ended, since rows would be lost'",
        "'207 206', bad, 'Job 206 has ended, since rows would be lost, 1 job running'",
        "'206 1', bad, 'Job 206 has ended, since rows would be lost'",
        "'1 206', good, 'All is well, nothing is running'",
        "'205', good, 'All is well, nothing is running'"
    })
    void aNewestJobThatWouldHaveLostRowsIsBad(String ids, String style, String text) {
        List<JobSummary> latest = Stream.of(ids.split(" "))
                .map(id -> switch (id) {
                    case "207" -> RUNNING;
                    case "206" -> SampleSummaries.closed(206, "would-lose-rows");
                    case "205" -> SampleSummaries.closed(205, "disk-full");
                    default -> DONE;
                })
                .toList();

        OverviewView.Verdict verdict = verdict(
                latest.stream().filter(job -> job.state().isUnderWay()).toList(),
                latest,
                500 * GB,
                NO_TABLES,
                SampleJobs.NOW);

        assertThat(verdict.style()).isEqualTo(style);
        assertThat(verdict.said()).isEqualTo(text);
    }

    @Test
    void aTableThatCannotBeReadIsBad() {
        TableSummaries tables = new TableSummaries(
                List.of(),
                List.of(new TableSummaries.Unreadable("tags", new Problem("warehouse-damaged", "cut", "", ""))));

        OverviewView.Verdict verdict = verdict(List.of(), 500 * GB, tables, SampleJobs.NOW);

        assertThat(verdict.style()).isEqualTo("bad");
        assertThat(verdict.text()).isEqualTo("1 table cannot be read");
    }
}

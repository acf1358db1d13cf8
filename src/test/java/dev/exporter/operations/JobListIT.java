package dev.exporter.operations;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.operations.FilledRepository.Made;
import dev.exporter.operations.control.Control;
import dev.exporter.operations.history.state.States;
import dev.exporter.operations.history.store.Connections;
import dev.exporter.operations.history.store.Rows;
import dev.exporter.operations.history.store.Rows.Execution;
import dev.exporter.operations.history.store.Rows.Last;
import dev.exporter.operations.jobs.JobFilter;
import dev.exporter.operations.jobs.JobPage;
import dev.exporter.operations.jobs.JobSummary;
import dev.exporter.operations.jobs.Overview;
import dev.exporter.operations.jobs.RunState;
import dev.exporter.run.holder.Holders;
import dev.exporter.run.holder.RangeHold;
import dev.exporter.run.repository.JobStoreAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.batch.core.BatchStatus;

/** Which runs are listed and counted, and how much is read for it, in each database that can hold a repository. */
@ParameterizedClass
@ValueSource(strings = {"sqlite", "h2", HistoryCase.POSTGRES})
class JobListIT extends HistoryCase {
    @Test
    void runsAreListedNewestFirstPageByPageAndByState() {
        try (FilledRepository filled = filled()) {
            filled.past(30, 2);
        }
        try (Control control = control()) {
            List<Long> ids = new ArrayList<>();
            Optional<String> cursor = Optional.empty();
            do {
                JobPage page = control.jobs().list(JobFilter.ALL, cursor, 7);
                page.jobs().forEach(job -> ids.add(job.executionId()));
                cursor = page.next();
            } while (cursor.isPresent());

            assertThat(ids)
                    .hasSize(30)
                    .doesNotHaveDuplicates()
                    .isSortedAccordingTo((one, other) -> Long.compare(other, one));
            JobPage failed = control.jobs().list(JobFilter.in(RunState.FAILED), Optional.empty(), 100);
            assertThat(failed.jobs()).hasSize(3).allMatch(job -> job.failure().isPresent());
            Overview overview = control.jobs().overview();
            assertThat(overview.counts())
                    .isEqualTo(Map.of(
                            RunState.FAILED,
                            3L,
                            RunState.STOPPED,
                            3L,
                            RunState.ABANDONED,
                            3L,
                            RunState.COMPLETED,
                            21L));
            assertThat(overview.stuck()).hasSize(6);
            assertThat(overview.disks()).extracting(Overview.Disk::name).containsExactly("warehouse", "staging");
        }
    }

    @Test
    void howManyFailedIsExactHoweverManyThereAre() {
        try (FilledRepository filled = filled()) {
            Made failed = filled.past(0, 1, BatchStatus.FAILED);
            for (int number = 1; number <= 25; number++) {
                filled.past(number * 1000L, 1, BatchStatus.STOPPED);
            }
            for (int number = 26; number <= 80; number++) {
                filled.past(number * 1000L, 1, BatchStatus.COMPLETED);
            }
            for (int number = 81; number <= 290; number++) {
                died(filled.running(number * 1000L, 1, 0));
            }
            try (Control control = control()) {
                Overview overview = control.jobs().overview();

                assertThat(overview.counts())
                        .isEqualTo(Map.of(
                                RunState.FAILED,
                                1L,
                                RunState.STOPPED,
                                25L,
                                RunState.COMPLETED,
                                55L,
                                RunState.INTERRUPTED,
                                210L));
                assertThat(overview.stuck().stream().collect(groupingBy(JobSummary::state, counting())))
                        .isEqualTo(Map.of(RunState.FAILED, 1L, RunState.STOPPED, 20L, RunState.INTERRUPTED, 20L));
                assertThat(overview.stuck().get(40).executionId()).isEqualTo(failed.executionId());
            }
        }
    }

    private void died(Made made) {
        try (RangeHold held = Holders.of(warehouse).take(made.aligned(), made.run())) {
            held.requireHeld();
        }
    }

    @Test
    void ofRunsThatLieFarApartNoneBetweenThemIsRead() throws Exception {
        List<Made> made = new ArrayList<>();
        try (FilledRepository filled = filled()) {
            for (int number = 0; number < 12; number++) {
                made.add(filled.past(number * 1000L, 1, BatchStatus.COMPLETED));
            }
        }
        JobStoreAddress address = JobStoreAddress.parse(repository, staging, Optional.empty());
        List<Long> ends = List.of(made.get(0).executionId(), made.get(11).executionId());
        try (Connections connections = new Connections(address)) {
            assertThat(connections
                            .ask(connection -> Rows.parameters(connection, ends))
                            .orElseThrow())
                    .containsOnlyKeys(ends);
            List<Last> runs = connections
                    .ask(connection -> Rows.runs(connection, Long.MAX_VALUE, States.ALL, 100))
                    .orElseThrow();
            List<Long> instances = List.of(
                    runs.get(11).instance(),
                    runs.get(0).instance(),
                    runs.get(11).instance());
            assertThat(connections
                            .ask(connection -> Rows.executions(connection, instances))
                            .orElseThrow())
                    .extracting(Execution::id)
                    .containsExactlyInAnyOrderElementsOf(ends);
            // more than one statement takes
            List<Long> many = Stream.concat(
                            LongStream.range(1_000_000, 1_003_000).boxed(), instances.stream())
                    .toList();
            assertThat(connections
                            .ask(connection -> Rows.executions(connection, many))
                            .orElseThrow())
                    .extracting(Execution::id)
                    .containsExactlyInAnyOrderElementsOf(ends);
            assertThat(connections
                            .ask(connection -> Rows.executions(connection, List.of()))
                            .orElseThrow())
                    .isEmpty();
        }
    }
}

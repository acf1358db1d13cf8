package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.exporter.Await;
import dev.exporter.fault.FaultPoint;
import dev.exporter.operations.control.Control;
import dev.exporter.operations.jobs.Action;
import dev.exporter.operations.jobs.JobFilter;
import dev.exporter.operations.jobs.JobSummary;
import dev.exporter.operations.jobs.Jobs;
import dev.exporter.operations.jobs.LogEntry;
import dev.exporter.operations.jobs.Offer;
import dev.exporter.operations.jobs.PartitionDetail;
import dev.exporter.operations.jobs.RunState;
import dev.exporter.operations.steering.ActionResult;
import dev.exporter.operations.steering.Actor;
import dev.exporter.operations.steering.Preview;
import dev.exporter.operations.steering.StartRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs are seen and steered from another process than the one that is at them. */
@Timeout(600)
class SteeringIT extends GatewayCase {
    private static final Actor ACTOR = new Actor("tester", Actor.Via.PAGE);

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "h2"})
    void anExportIsStoppedByAnotherProcessAndGoesOnByItsNumber(String repository) throws Exception {
        InterruptedExport export = new InterruptedExport(directory, gateway, "--jobRepository=" + repository);
        ExporterJar.Running running = export.begin(FaultPoint.AFTER_CHECKPOINT);

        ExporterJar.Ended listed = command("jobs", "--json", repository).requireExit(0);
        String id = listed.out().replaceFirst(".*?\"executionId\":(\\d+).*\\R", "$1");
        assertThat(listed.out()).contains("\"state\":\"running\"");
        ExporterJar.Ended stop = command("stop", id, repository).requireExit(0);
        assertThat(stop.out()).contains("was asked to stop");
        running.awaitLog("event=information message=\"stopping at the next file")
                .letGoOn();
        running.ended().requireExit(143);

        assertThat(command("status", id, repository).requireExit(0).out())
                .contains("STOPPED", "resume: Goes on where it was");
        assertThat(command("stop", id, repository).requireExit(2).err()).contains("No process is at it");
        ExporterJar.Ended resumed = ExporterJar.launched(directory)
                .run(List.of("resume", id, "--jobRepository=" + repository))
                .requireExit(0);
        assertThat(resumed.err()).contains("event=resume", "--resume=true");
        export.requireComplete();
        assertThat(command("jobs", "--json", repository).out())
                .contains("\"state\":\"completed\"", "\"attempts\":2", "\"completed\":8");
        assertThat(Files.readAllLines(directory.resolve("staging/operators.log")))
                .hasSize(3);
    }

    /** In the tests' process, which is not that of the export. */
    private ExporterJar.Ended command(String command, String argument, String repository) throws Exception {
        return new ExporterHere(directory).run(List.of(command, argument, "--jobRepository=" + repository));
    }

    @Test
    void aKilledExportIsSeenWithinTenSecondsAndRecovered() throws Exception {
        InterruptedExport export = new InterruptedExport(directory, gateway);
        ExporterJar.Running running = export.begin(FaultPoint.AFTER_CHECKPOINT);
        try (Control control = SteeredExport.control(directory, "sqlite")) {
            JobSummary before = only(control.jobs());
            assertThat(before.state()).isEqualTo(RunState.RUNNING);
            assertThat(before.rows()).isPositive();

            running.kill();
            long killed = System.nanoTime();
            Await.until(() -> only(control.jobs()).state() == RunState.INTERRUPTED);
            assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(Duration.ofSeconds(10));
            assertThat(control.steering().act(before.executionId(), Action.STOP, Optional.empty(), ACTOR))
                    .isEqualTo(new ActionResult(false, "No process is at it", Optional.of(before.executionId())));

            ActionResult recovered =
                    control.steering().act(before.executionId(), Action.RECOVER, Optional.empty(), ACTOR);
            assertThat(recovered.accepted()).as(recovered.message()).isTrue();
            Await.until(() -> only(control.jobs()).state() == RunState.COMPLETED);

            JobSummary after = only(control.jobs());
            assertThat(after.attempts()).isEqualTo(2);
            assertThat(after.run()).isEqualTo(before.run());
            assertThat(after.rows()).isEqualTo(rowsInTables(export));
            assertThat(control.jobs().log(Optional.empty(), 10).entries())
                    .extracting(LogEntry::action, LogEntry::outcome, LogEntry::who)
                    .contains(tuple("recover", "accepted", "tester"), tuple("stop", "refused", "tester"));
        }
        export.requireComplete();
    }

    private static long rowsInTables(InterruptedExport export) {
        return ExportedTables.NAMES.stream()
                .flatMap(name -> export.tables().files(name).stream())
                .mapToLong(file -> file.recordCount())
                .sum();
    }

    private static boolean isCompleted(Jobs jobs) {
        return jobs.list(JobFilter.ALL, Optional.empty(), 1).jobs().stream()
                .anyMatch(job -> job.state() == RunState.COMPLETED);
    }

    private static JobSummary only(Jobs jobs) {
        return jobs.list(JobFilter.ALL, Optional.empty(), 2).jobs().get(0);
    }

    @Test
    void aRunWhoseProcessDiedIsMarkedAsFailedAndGivenUp() throws Exception {
        InterruptedExport export = new InterruptedExport(directory, gateway);
        export.begin(FaultPoint.AFTER_CHECKPOINT).kill();
        try (Control control = SteeredExport.control(directory, "sqlite")) {
            long id = only(control.jobs()).executionId();

            assertThat(act(control, id, Action.MARK_FAILED).accepted()).isTrue();
            assertThat(only(control.jobs()).state()).isEqualTo(RunState.FAILED);
            assertThat(act(control, id, Action.MARK_FAILED).accepted()).isFalse();
            assertThat(act(control, id, Action.ABANDON).accepted()).isTrue();
            assertThat(only(control.jobs()).state()).isEqualTo(RunState.ABANDONED);
        }
        assertThat(export.runFolders()).isEmpty();
    }

    private static ActionResult act(Control control, long id, Action action) {
        return control.steering().act(id, action, Optional.empty(), ACTOR);
    }

    @Test
    void aRunThatHasCommittedToATableCannotBeGivenUp() throws Exception {
        InterruptedExport export = new InterruptedExport(directory, gateway);
        export.begin(FaultPoint.BETWEEN_TABLES).kill();
        try (Control control = SteeredExport.control(directory, "sqlite")) {
            JobSummary job = only(control.jobs());

            ActionResult refused = act(control, job.executionId(), Action.ABANDON);

            assertThat(refused.accepted()).isFalse();
            assertThat(refused.message()).contains("can only be finished");
            assertThat(job.stage()).isEqualTo("commit");
        }
    }

    @Test
    void anExportIsPreviewedStartedVerifiedAndOneOfItsPartitionsIsRetried() throws Exception {
        List<String> names = new ArrayList<>(List.of("startHeight", "endHeight", "heightPartitionSize"));
        Map<String, String> options = new LinkedHashMap<>(Map.of(
                "startHeight", Long.toString(InterruptedExport.FIRST),
                "endHeight", Long.toString(InterruptedExport.LAST),
                "heightPartitionSize", "250"));
        String name = "";
        for (String argument : gateway.options()) {
            String[] pair = argument.split("=", 2);
            if (argument.startsWith("--")) {
                name = pair[0].substring(2);
                names.add(name);
            }
            options.put(name, pair.length == 2 ? pair[1] : argument.startsWith("--") ? "true" : argument);
        }
        try (Control control = SteeredExport.control(directory, "sqlite", names.toArray(String[]::new))) {
            StartRequest request = new StartRequest("ario", options);

            Preview preview = control.steering().preview(request);
            assertThat(preview.problem()).isEmpty();
            assertThat(preview.plan()).contains("1400000-1401999");
            assertThat(directory.resolve("staging/jobs.db")).doesNotExist();
            ActionResult started = control.steering().start(request, ACTOR);
            assertThat(started.accepted()).as(started.message()).isTrue();
            Await.until(() -> isCompleted(control.jobs()));
            long id = only(control.jobs()).executionId();

            ActionResult verified = act(control, id, Action.VERIFY);
            assertThat(verified.accepted()).as(verified.message()).isTrue();
            ActionResult retried =
                    control.steering().act(id, Action.RETRY_PARTITION, Optional.of("1400250-1400499"), ACTOR);
            assertThat(retried.accepted()).as(retried.message()).isTrue();
            Await.until(
                    () -> isCompleted(control.jobs()) && only(control.jobs()).executionId() != id);
            assertThat(only(control.jobs()).requestedRange()).isEqualTo("1400250-1400499");
            assertThat(control.steering()
                            .act(id, Action.RETRY_PARTITION, Optional.of("../../etc"), ACTOR)
                            .accepted())
                    .isFalse();

            PartitionDetail partition =
                    control.jobs().partition(id, "1400250-1400499").orElseThrow();
            assertThat(partition.tables()).hasSize(3);
            assertThat(partition.tables().stream()
                            .mapToLong(PartitionDetail.Table::rows)
                            .sum())
                    .isEqualTo(partition.summary().rows());
            assertThat(partition.offers()).extracting(Offer::available).containsExactly(true);
            StartRequest wrong = new StartRequest("ario", Map.of("startHeight", "9", "endHeight", "3"));
            assertThat(control.steering().preview(wrong).problem().orElseThrow().message())
                    .contains("the range ends before it starts");
            ActionResult refused = control.steering().start(wrong, ACTOR);
            assertThat(refused.accepted()).isFalse();
            assertThat(refused.message()).contains("the range ends before it starts");
            assertThat(control.steering()
                            .start(new StartRequest("ario", Map.of("warehouseDir", "/tmp")), ACTOR)
                            .message())
                    .contains("no option 'warehouseDir'");
        }
        assertThat(new ExportedTables(directory.resolve("warehouse")).files("blocks"))
                .hasSize(8);
    }

    @Test
    void commandsWithoutARepositorySaySo() throws Exception {
        Exporter exporter = new ExporterHere(directory);

        assertThat(exporter.run(List.of("jobs")).requireExit(2).err()).contains("there is no job repository");
        assertThat(exporter.run(List.of("status")).requireExit(2).err())
                .contains("there are no jobs in this job repository");
        assertThat(exporter.run(List.of("stop", "7", "--json")).requireExit(2).out())
                .contains("\"code\":\"job-unknown\"", "there is no job '7'");
        assertThat(directory.resolve("staging")).doesNotExist();
    }

    @Test
    void aFailedExportKeepsItsCause() throws Exception {
        InterruptedExport export = new InterruptedExport(directory, gateway);
        ExporterJar.Running running = export.begin(FaultPoint.AFTER_COUNTS);
        Path files = export.runFolders().get(0).resolve("files");
        deleteAndBlock(files);
        running.letGoOn();
        ExporterJar.Ended ended = running.ended().requireExit(1);

        try (Control control = SteeredExport.control(directory, "sqlite")) {
            JobSummary job = only(control.jobs());
            assertThat(job.state()).isEqualTo(RunState.FAILED);
            assertThat(ended.err()).contains(job.failure().orElseThrow().message());
            assertThat(control.jobs()
                            .job(job.executionId())
                            .orElseThrow()
                            .failure()
                            .orElseThrow()
                            .causes())
                    .isNotEmpty()
                    .allMatch(cause -> !cause.trace().isEmpty());
        }
    }

    /** Puts a file where the folder of staged files was. */
    private static void deleteAndBlock(Path folder) throws Exception {
        if (Files.exists(folder)) {
            try (var files = Files.walk(folder)) {
                for (Path file :
                        files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.writeString(folder, "in the way");
    }
}

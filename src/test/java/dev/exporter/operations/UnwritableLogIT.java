package dev.exporter.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.operations.FilledRepository.Made;
import dev.exporter.operations.control.Control;
import dev.exporter.operations.jobs.Action;
import dev.exporter.operations.jobs.JobSummary;
import dev.exporter.operations.jobs.RunState;
import dev.exporter.operations.steering.ActionResult;
import dev.exporter.operations.steering.Actor;
import dev.exporter.run.holder.Holders;
import dev.exporter.run.holder.RangeHold;
import dev.exporter.run.repository.JobStoreAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator's log that takes no line, as on a full disk. */
class UnwritableLogIT {
    @TempDir
    Path directory;

    @Test
    void whatWasDoneIsReportedAsDone() throws Exception {
        Path warehouse = directory.resolve("warehouse");
        Path staging = directory.resolve("staging");
        Made made;
        try (FilledRepository filled =
                new FilledRepository(JobStoreAddress.parse("sqlite", staging, Optional.empty()), warehouse, staging)) {
            made = filled.running(0, 4, 2);
        }
        Files.createDirectory(staging.resolve("operators.log"));
        try (Control control = Control.open(new Control.Place(
                        warehouse, Optional.empty(), "", staging, "sqlite", Optional.empty(), List.of()));
                RangeHold held = Holders.of(warehouse).take(made.aligned(), made.run())) {
            held.requireHeld();
            ActionResult result = control.steering()
                    .act(made.executionId(), Action.STOP, Optional.empty(), new Actor("anna", Actor.Via.PAGE));

            assertThat(result.accepted()).as(result.message()).isTrue();
            assertThat(result.message())
                    .startsWith("run " + made.run() + " was asked to stop")
                    .contains("(it could not be noted: the operator's log cannot be written");
            assertThat(control.jobs().summary(made.executionId()))
                    .map(JobSummary::state)
                    .hasValue(RunState.STOPPING);
        }
    }
}

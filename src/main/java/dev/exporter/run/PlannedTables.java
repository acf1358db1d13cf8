package dev.exporter.run;

import dev.exporter.fault.FaultPoint;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.RunId;
import dev.exporter.plan.RunPlan;
import dev.exporter.run.holder.Holders;
import dev.exporter.run.planning.Planner;
import dev.exporter.staging.JobFolder;
import dev.exporter.warehouse.Warehouse;
import dev.exporter.warehouse.runs.RunPin;
import dev.exporter.warehouse.table.ExistingTable;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tables that a run has planned on. It was planned before its range was held, so that another run or maintenance may
 * have changed them since; from the pin on, nobody takes from it what it needs. For the holder of the run's range.
 */
final class PlannedTables {
    private final RunPlan plan;
    private final Warehouse warehouse;

    PlannedTables(RunPlan plan) {
        this.plan = plan;
        this.warehouse = Planner.warehouse(plan.request());
    }

    /** That a plan is to be made anew. */
    static final class OutdatedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private OutdatedException(String what) {
            super(what);
        }

        private static OutdatedException ofTable(String table) {
            return new OutdatedException("the table " + table + " has changed since the run was planned");
        }

        /** Another process has gone on with a run, or ended it. */
        static OutdatedException ofRun(RunId run) {
            return new OutdatedException("another process has been at the interrupted run " + run + " meanwhile");
        }
    }

    /**
     * Pins the tables.
     *
     * @throws OutdatedException if they are no longer as they were planned on; they are not pinned then
     */
    void pin() {
        // Where there is no staging directory, nobody can tell that a pin is void.
        JobFolder.createStaging(plan.request().place().staging());
        pinAgain();
        FaultPoint.AFTER_PIN.reached();
        for (RunPlan.TableState planned : plan.tables()) {
            if (!isCurrent(planned)) {
                warehouse.finish(plan.run());
                throw OutdatedException.ofTable(planned.name());
            }
        }
    }

    /** Pins them for a run that is resumed, whose pin is there unless it was lost. */
    void pinAgain() {
        Holders holders = Holders.of(plan.request().place().warehouse());
        RunPin pin = RunPin.of(plan, holders.host());
        // Not while snapshots are being expired: who does that has looked for pins before.
        holders.exclusively(() -> {
            warehouse.pin(pin);
            return pin;
        });
    }

    /** Of partitions that the run does not rewrite it needs nothing. */
    private boolean isCurrent(RunPlan.TableState planned) {
        Optional<ExistingTable> table = warehouse.table(planned.name());
        Set<KeyRange> rewritten = new HashSet<>();
        plan.waves().forEach(wave -> rewritten.addAll(wave.partitions()));
        List<RunPlan.PartitionState> then = planned.partitions().stream()
                .filter(partition -> rewritten.contains(partition.bounds()))
                .toList();
        List<RunPlan.PartitionState> now =
                table.map(existing -> existing.partitions(rewritten)).orElse(List.of());
        @Nullable Long snapshot = planned.snapshotId();
        boolean isRetained = snapshot == null
                || table.filter(existing -> existing.retains(snapshot)).isPresent();
        return isRetained && now.equals(then);
    }
}

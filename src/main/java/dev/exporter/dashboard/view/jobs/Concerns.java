package dev.exporter.dashboard.view.jobs;

import dev.exporter.dashboard.text.Amounts;
import dev.exporter.dashboard.text.Moment;
import dev.exporter.operations.jobs.JobSummary;
import dev.exporter.operations.jobs.Overview;
import dev.exporter.operations.jobs.RunState;
import dev.exporter.plan.ExitCode;
import dev.exporter.plan.tables.TableSummaries;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What an operator should know of beside jobs that have failed or wait, in clauses that stay the same while it does.
 *
 * @param bad soon nothing will work, or something does not
 * @param odd it may be nothing
 */
record Concerns(List<String> bad, List<String> odd) {
    /** The longest step that shows nothing of itself takes minutes. */
    private static final Duration SILENCE = Duration.ofMinutes(15);

    /** Of a large disk, a twentieth is room for many exports. */
    private static final long LITTLE_BYTES = 100_000_000_000L;

    Concerns {
        bad = List.copyOf(bad);
        odd = List.copyOf(odd);
    }

    static Concerns of(Overview overview, TableSummaries tables) {
        List<String> bad = new ArrayList<>();
        for (Overview.Disk disk : overview.disks()) {
            if (disk.used() > Overview.Disk.NEARLY_FULL && disk.freeBytes() < LITTLE_BYTES) {
                bad.add("the disk of " + disk.name() + " is nearly full");
            }
        }
        int unreadable = tables.unreadable().size();
        if (unreadable > 0) {
            bad.add(Amounts.counted(unreadable, "table") + " cannot be read");
        }
        bad.addAll(losses(overview.latest()));
        List<String> odd = new ArrayList<>();
        for (JobSummary job : overview.running()) {
            if (Duration.between(job.lastSign(), overview.at()).compareTo(SILENCE) >= 0) {
                odd.add("job %d has shown no sign of life since %s"
                        .formatted(
                                job.executionId(),
                                Moment.of(job.lastSign(), overview.at()).absolute()));
            }
        }
        return new Concerns(bad, odd);
    }

    /**
     * Of each warehouse the newest job that has ended, where it would have lost rows: such a job is closed, and neither
     * waits nor counts as failed, but each further one will end like it.
     *
     * @param latest newest first
     */
    private static List<String> losses(List<JobSummary> latest) {
        Set<Path> warehouses = new HashSet<>();
        return latest.stream()
                .filter(job -> !job.state().isUnderWay() && warehouses.add(job.warehouse()))
                .filter(job -> job.state() == RunState.ABANDONED
                        && job.failure()
                                .filter(failure -> failure.kind().equals(ExitCode.WOULD_LOSE_ROWS.status()))
                                .isPresent())
                .map(job -> "job " + job.executionId() + " has ended, since rows would be lost")
                .toList();
    }
}

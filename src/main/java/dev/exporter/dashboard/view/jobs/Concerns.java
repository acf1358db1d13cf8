package dev.exporter.dashboard.view.jobs;

import dev.exporter.dashboard.text.Amounts;
import dev.exporter.dashboard.text.Moment;
import dev.exporter.operations.jobs.JobSummary;
import dev.exporter.operations.jobs.Overview;
import dev.exporter.plan.tables.TableSummaries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

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
}

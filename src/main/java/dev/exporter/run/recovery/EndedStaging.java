package dev.exporter.run.recovery;

import dev.exporter.plan.ExporterException;
import dev.exporter.plan.RunId;
import dev.exporter.run.holder.Holders;
import dev.exporter.run.repository.JobStoreAddress;
import dev.exporter.run.repository.RunHistory;
import dev.exporter.staging.JobFolder;
import dev.exporter.warehouse.Warehouse;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The folders in staging of runs that are over, which nobody will need again. */
public final class EndedStaging {
    private final Warehouse warehouse;
    private final Path staging;
    private final JobStoreAddress address;

    /**
     * @param jobRepository as {@code --jobRepository} names it
     * @throws ExporterException refused, if it names none
     */
    public EndedStaging(Warehouse warehouse, Path staging, String jobRepository, Optional<String> password) {
        this.warehouse = warehouse;
        this.staging = staging;
        this.address = JobStoreAddress.parse(jobRepository, staging, password);
    }

    /**
     * The runs whose folders can go: those that the job repository knows to be done or given up, and those that never
     * got a plan. Not those that a process holds, that the warehouse has a file of, that another warehouse is maintained in,
     * or that only {@code recover} can tell about.
     *
     * @throws ExporterException failed, if the job repository cannot be asked
     */
    public List<RunId> runs() {
        // Asked first: a run that begins later is none of those that had ended.
        List<RunId> folders = JobFolder.runs(staging).stream()
                .filter(run -> Files.isDirectory(path(run), LinkOption.NOFOLLOW_LINKS))
                .toList();
        Set<RunId> kept = new HashSet<>(Holders.of(warehouse.root()).runs());
        kept.addAll(warehouse.unfinishedRuns());
        Set<RunId> ended = ended();
        return folders.stream()
                .filter(run -> !kept.contains(run))
                .filter(run -> !JobFolder.of(staging, run).isRewriteOfAnother(warehouse.root()))
                .filter(run -> ended.contains(run)
                        || JobFolder.of(staging, run).readPlan().isEmpty())
                .toList();
    }

    private Set<RunId> ended() {
        try {
            return RunHistory.ended(address);
        } catch (SQLException e) {
            throw address.unreadable(e);
        }
    }

    /** Where a run's folder lies. */
    public Path path(RunId run) {
        return JobFolder.of(staging, run).path();
    }

    /** Removes a run's folder, which {@link #runs()} has told. */
    public void remove(RunId run) {
        JobFolder.of(staging, run).delete();
    }
}

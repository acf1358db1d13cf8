package dev.exporter.run.recovery;

import dev.exporter.plan.Problem;
import dev.exporter.plan.RunId;
import dev.exporter.plan.RunPlan;
import dev.exporter.run.recovery.Recovery.OnUnknown;
import dev.exporter.run.repository.JobStoreAddress;
import dev.exporter.run.repository.RunHistory;
import dev.exporter.staging.JobFolder;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks runs' own job repositories whether they can go on with them. For one thread. */
final class Repositories {
    private final Optional<String> password;
    private final OnUnknown onUnknown;
    private final Map<JobStoreAddress, List<RunId>> unfinished = new HashMap<>();

    Repositories(Optional<String> password, OnUnknown onUnknown) {
        this.password = password;
        this.onUnknown = onUnknown;
    }

    /** Why a run is not to be recovered; empty where its job repository or its staging is lost. */
    Optional<String> obstacle(RunPlan plan) {
        JobStoreAddress address = JobStoreAddress.parse(
                plan.request().place().jobRepository(), plan.request().place().staging(), password);
        try {
            boolean isPlanned = JobFolder.of(plan.request().place().staging(), plan.run())
                    .readPlan()
                    .isPresent();
            return isPlanned && unfinished(address).contains(plan.run())
                    ? Optional.of("its job repository " + address.shown() + " can go on with it (range "
                            + plan.requestedRange()
                            + "): " + Problem.RUN_WHAT_STARTED_IT)
                    : Optional.empty();
        } catch (SQLException e) {
            return onUnknown == OnUnknown.LOST
                    ? Optional.empty()
                    : Optional.of("its job repository " + address.shown() + " cannot be asked (" + e.getMessage()
                            + "); if it is lost, say so with --repositoryLost");
        }
    }

    private List<RunId> unfinished(JobStoreAddress address) throws SQLException {
        List<RunId> known = unfinished.get(address);
        if (known == null) {
            known = RunHistory.unfinished(address).stream()
                    .map(RunHistory.Unfinished::run)
                    .toList();
            unfinished.put(address, known);
        }
        return known;
    }
}

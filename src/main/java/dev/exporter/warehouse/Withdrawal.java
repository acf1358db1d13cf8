package dev.exporter.warehouse;

import dev.exporter.plan.ExporterException;
import dev.exporter.plan.RunId;
import dev.exporter.staging.StagedFile;
import dev.exporter.warehouse.disk.DurableFiles;
import dev.exporter.warehouse.disk.Layout;
import dev.exporter.warehouse.runs.RunFile;
import dev.exporter.warehouse.table.ExistingTable;
import dev.exporter.warehouse.table.Inventory;
import dev.exporter.warehouse.table.RunProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Takes back what runs have published and not committed. Can be repeated. */
final class Withdrawal {
    private final Warehouse warehouse;
    private final Layout layout;

    Withdrawal(Warehouse warehouse, Layout layout) {
        this.warehouse = warehouse;
        this.layout = layout;
    }

    /** Deletes those of a run's published files that are not live. */
    void withdraw(RunFile part) throws IOException {
        Map<String, Set<String>> live = new HashMap<>();
        for (StagedFile file : part.files()) {
            Path target = layout.dataFile(part.rangeColumn(), file.name());
            boolean isLive = live.computeIfAbsent(file.name().table(), this::liveNames)
                    .contains(file.name().toString());
            if (!isLive && Files.deleteIfExists(target)) {
                DurableFiles.flushFolder(DurableFiles.parentOf(target));
            }
        }
    }

    private Set<String> liveNames(String name) {
        return warehouse.table(name).map(ExistingTable::liveNames).orElse(Set.of());
    }

    /**
     * Deletes all that a run has published, and its inventories.
     *
     * @param published its run file, if it has one
     * @throws ExporterException refused, if a table holds a commit of the run: then it can only be finished
     */
    void abandon(RunId run, Optional<RunFile> published) throws IOException {
        for (String name : layout.tableNames()) {
            refuseIfCommitted(run, name);
        }
        if (published.isPresent()) {
            withdraw(published.get());
        }
        for (String name : layout.tableNames()) {
            for (Path inventory : Inventory.files(layout.table(name).metadata(), run)) {
                Files.deleteIfExists(inventory);
            }
        }
    }

    private void refuseIfCommitted(RunId run, String name) {
        if (RunProperties.recentRuns(warehouse.properties(name)).stream().anyMatch(id -> id.startsWith(run.text()))) {
            throw ExporterException.refused(
                    "run-committing",
                    "run " + run + " has committed the table " + name + " already, so that it cannot be abandoned",
                    layout.root().toString(),
                    "Finish it with --resume");
        }
    }
}

package dev.exporter.warehouse;

import dev.exporter.plan.ExporterException;
import dev.exporter.plan.Problem;
import dev.exporter.plan.RunId;
import dev.exporter.staging.StagedFile;
import dev.exporter.warehouse.disk.DurableFiles;
import dev.exporter.warehouse.disk.Layout;
import dev.exporter.warehouse.keeping.NeededFiles;
import dev.exporter.warehouse.runs.RunFile;
import dev.exporter.warehouse.table.Inventory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
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

    /** Deletes those of a run's published files that no retained snapshot names. */
    void withdraw(RunFile part) throws IOException {
        withdraw(part, new HashMap<>());
    }

    private void withdraw(RunFile part, Map<String, Set<Path>> needed) throws IOException {
        for (StagedFile file : part.files()) {
            Path target = layout.dataFile(part.rangeColumn(), file.name());
            if (Files.exists(target)
                    && !needed(file.name().table(), needed).contains(target)
                    && Files.deleteIfExists(target)) {
                DurableFiles.flushFolder(DurableFiles.parentOf(target));
            }
        }
    }

    /** Asked only for tables of which there is something to delete: all their manifests are read for it. */
    private Set<Path> needed(String table, Map<String, Set<Path>> known) throws IOException {
        Set<Path> needed = known.get(table);
        if (needed == null) {
            needed = NeededFiles.of(layout.table(table), Set.of());
            known.put(table, needed);
        }
        return needed;
    }

    /**
     * Deletes all that a run has published, and its inventories, but nothing that a retained snapshot names.
     *
     * @param published its run file, if it has one
     * @throws ExporterException refused, if a table holds a commit of the run: then it can only be finished
     */
    void abandon(RunId run, Optional<RunFile> published) throws IOException {
        for (String name : layout.tableNames()) {
            if (warehouse.hasCommitOf(run, List.of(name))) {
                throw committing(run, name);
            }
        }
        Map<String, Set<Path>> needed = new HashMap<>();
        if (published.isPresent()) {
            withdraw(published.get(), needed);
        }
        for (String name : layout.tableNames()) {
            for (Path inventory : Inventory.files(layout.table(name).metadata(), run)) {
                if (!needed(name, needed).contains(inventory)) {
                    Files.deleteIfExists(inventory);
                }
            }
        }
    }

    private ExporterException committing(RunId run, String name) {
        return ExporterException.refused(
                "run-committing",
                "run " + run + " has committed the table " + name + " already, so that it cannot be abandoned",
                layout.root().toString(),
                "To finish it, " + Problem.RUN_WHAT_STARTED_IT
                        + "; where its job repository or its staging is lost, end it with exporter recover");
    }
}

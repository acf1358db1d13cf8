package dev.exporter.run.job;

import dev.exporter.plan.DataFileName;
import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.Partitioning;
import dev.exporter.plan.RunPlan;
import dev.exporter.plan.TableSpec;
import dev.exporter.run.load.Reorganisations;
import dev.exporter.run.work.PartitionProgress.TableProgress;
import dev.exporter.run.work.Workspace;
import dev.exporter.staging.StagedFile;
import dev.exporter.transform.Session;
import dev.exporter.warehouse.table.ExistingTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Follows the chain through the files of a wave, and from and to the partitions beside it: partitions are read at
 * different times, in runs that were resumed even on different days, and the source may have been reorganised between.
 */
final class ChainCheck {
    private final Workspace workspace;
    private final RunPlan.Wave wave;
    private final WaveResult result;

    ChainCheck(Workspace workspace, RunPlan.Wave wave, WaveResult result) {
        this.workspace = workspace;
        this.wave = wave;
        this.result = result;
    }

    /**
     * Looks for links that lead elsewhere.
     *
     * @throws ExporterException failed, if there is one and the dataset's options make it fatal
     */
    void check() {
        Dataset.Identity identity = workspace.dataset().identity();
        if (identity == null || identity.chain() == null) {
            return;
        }
        Dataset.Chain chain = identity.chain();
        TableSpec table = workspace.dataset().table(identity.table());
        try (Session session = workspace.session()) {
            List<Long> broken = session.checks()
                    .brokenLinks(
                            identity, chain, table, workspace.dataset().range().column(), files(table.name()));
            if (!broken.isEmpty()) {
                Reorganisations.report(
                        workspace.rooms(),
                        chain.previous() + " is not the " + identity.column() + " of the "
                                + workspace.dataset().range().unit() + " before",
                        broken);
            }
        }
    }

    private List<Path> files(String table) {
        List<Path> files = new ArrayList<>(beside(table));
        for (KeyRange partition : wave.partitions()) {
            TableProgress part = result.table(partition, table);
            if (part.kept() || part.isAppended()) {
                workspace.plan().table(table).partition(partition).files().stream()
                        .map(name -> published(DataFileName.parse(name)))
                        .forEach(files::add);
            }
            part.files().stream()
                    .map(file -> file.in(workspace.folder().files()))
                    .map(this::whereItIs)
                    .forEach(files::add);
        }
        return files;
    }

    /**
     * The live files of the partitions right before and after those of the wave, but for those that another program has named:
     * they are no obstacle to partitions beside theirs.
     */
    private List<Path> beside(String table) {
        Partitioning partitioning = workspace.plan().partitioning();
        Set<KeyRange> neighbours = new TreeSet<>();
        for (KeyRange partition : wave.partitions()) {
            if (partition.first() > 0) {
                neighbours.add(partitioning.partitionOf(partition.first() - 1));
            }
            neighbours.add(partitioning.partitionOf(partition.last() + 1));
        }
        wave.partitions().forEach(neighbours::remove);
        return workspace
                .warehouse()
                .table(table)
                .map(existing -> files(existing, neighbours))
                .orElse(List.of());
    }

    private List<Path> files(ExistingTable existing, Collection<KeyRange> partitions) {
        return existing.partitions(partitions).stream()
                .flatMap(partition -> partition.files().stream())
                .flatMap(name -> DataFileName.of(name).stream())
                .map(this::published)
                .toList();
    }

    /** A step that is repeated finds files that it has moved already. */
    private Path whereItIs(StagedFile file) {
        return Files.exists(file.path()) ? file.path() : published(file.name());
    }

    private Path published(DataFileName name) {
        return workspace.warehouse().dataFile(workspace.dataset().range().column(), name);
    }
}

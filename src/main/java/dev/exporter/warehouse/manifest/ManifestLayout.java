package dev.exporter.warehouse.manifest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.RewriteManifests;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.io.FileIO;
import org.jspecify.annotations.Nullable;

/**
 * How the current snapshot's files are spread over manifests. Commits add manifests of their own, each over any
 * partitions; a reader of a few partitions then opens many.
 *
 * @param manifests how many there are
 * @param bytes of them together
 * @param enough how many of the target size would do
 */
public record ManifestLayout(int manifests, long bytes, int enough) {
    /** The layout of a table's current snapshot. */
    public static ManifestLayout of(TableMetadata table, FileIO io) {
        List<ManifestFile> manifests = manifests(table, io);
        long bytes = manifests.stream().mapToLong(ManifestFile::length).sum();
        long target = table.propertyAsLong(
                TableProperties.MANIFEST_TARGET_SIZE_BYTES, TableProperties.MANIFEST_TARGET_SIZE_BYTES_DEFAULT);
        int enough = (int) Math.max(1, Math.min(manifests.size(), (bytes + target - 1) / Math.max(1, target)));
        return new ManifestLayout(manifests.size(), bytes, enough);
    }

    /** Whether there are clearly more manifests than would do. A few more are not worth a commit. */
    public boolean isScattered() {
        return manifests > enough + enough / 4;
    }

    /**
     * A rewrite of the table's manifests into about {@link #enough()}, each over partitions that follow each other. Not
     * committed yet.
     */
    public RewriteManifests rewrite(Table table, TableMetadata metadata, FileIO io) {
        TreeMap<Long, Integer> clusters = clusters(metadata, io);
        return table.rewriteManifests().clusterBy(file -> {
            @Nullable Long partition = file.partition().get(0, Long.class);
            Map.@Nullable Entry<Long, Integer> cluster = partition == null ? null : clusters.floorEntry(partition);
            return cluster == null ? 0 : cluster.getValue();
        });
    }

    /** The first partition of each cluster, so that all clusters have about as many files. */
    private TreeMap<Long, Integer> clusters(TableMetadata metadata, FileIO io) {
        List<Long> partitions = new ArrayList<>(new LiveFiles(io)
                .all(metadata).stream().map(LiveFile::partition).sorted().toList());
        TreeMap<Long, Integer> clusters = new TreeMap<>();
        for (int cluster = 0; cluster < enough && !partitions.isEmpty(); cluster++) {
            long first = partitions.get((int) ((long) partitions.size() * cluster / enough));
            clusters.putIfAbsent(first, cluster);
        }
        return clusters;
    }

    private static List<ManifestFile> manifests(TableMetadata table, FileIO io) {
        @Nullable Snapshot snapshot = table.currentSnapshot();
        return snapshot == null
                ? List.of()
                : snapshot.dataManifests(io).stream()
                        // Others only say which files are gone, and readers pass over them.
                        .filter(manifest -> manifest.hasAddedFiles() || manifest.hasExistingFiles())
                        .toList();
    }
}

package dev.exporter.warehouse.manifest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.ManifestEvaluator;
import org.apache.iceberg.io.FileIO;

/** The live data files of current snapshots, read from their manifests. Stateless. */
public final class LiveFiles {
    private static final List<String> COLUMNS = List.of("file_path", "partition", "record_count", "file_size_in_bytes");

    private final FileIO io;

    public LiveFiles(FileIO io) {
        this.io = io;
    }

    /** All live files, in no particular order. */
    public List<LiveFile> all(TableMetadata metadata) {
        return read(metadata, manifests(metadata));
    }

    /** At least the live files of partitions that {@code filter} can match. */
    public List<LiveFile> near(TableMetadata metadata, Expression filter) {
        ManifestEvaluator evaluator = ManifestEvaluator.forRowFilter(filter, metadata.spec(), true);
        return read(
                metadata, manifests(metadata).stream().filter(evaluator::eval).toList());
    }

    /**
     * The live files of partitions, as they can be removed from the table: without statistics of columns.
     *
     * @param filter matches at least these partitions
     * @param partitions the first key of each
     */
    public List<DataFile> dataFiles(TableMetadata metadata, Expression filter, Set<Long> partitions) {
        ManifestEvaluator evaluator = ManifestEvaluator.forRowFilter(filter, metadata.spec(), true);
        List<DataFile> files = new ArrayList<>();
        for (ManifestFile manifest : manifests(metadata)) {
            if (!evaluator.eval(manifest)) {
                continue;
            }
            try (ManifestReader<DataFile> reader = ManifestFiles.read(manifest, io, metadata.specsById())) {
                for (DataFile file : reader) {
                    if (partitions.contains(file.partition().get(0, Long.class))) {
                        files.add(file.copyWithoutStats());
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return files;
    }

    /** What lies in the first snapshot and not in the second, and the other way around; both in no order. */
    public Difference difference(TableMetadata before, TableMetadata after) {
        List<ManifestFile> old = manifests(before);
        List<ManifestFile> young = manifests(after);
        // Files in manifests that both share are live in both; the others are compared.
        List<LiveFile> removed = read(before, without(old, young));
        List<LiveFile> added = read(after, without(young, old));
        return new Difference(locations(removed, added), locations(added, removed));
    }

    /** Locations of files that are in one of two snapshots only. */
    public record Difference(Set<String> removed, Set<String> added) {}

    private static Set<String> locations(List<LiveFile> files, List<LiveFile> others) {
        Set<String> locations = new HashSet<>();
        for (LiveFile file : files) {
            ValidationException.check(
                    locations.add(file.location()), "The file %s would be in the table twice", file.location());
        }
        others.forEach(file -> locations.remove(file.location()));
        return locations;
    }

    private static List<ManifestFile> without(List<ManifestFile> manifests, List<ManifestFile> others) {
        Set<String> paths = others.stream().map(ManifestFile::path).collect(Collectors.toSet());
        return manifests.stream()
                .filter(manifest -> !paths.contains(manifest.path()))
                .toList();
    }

    private List<ManifestFile> manifests(TableMetadata metadata) {
        Snapshot snapshot = metadata.currentSnapshot();
        return snapshot == null ? List.of() : snapshot.dataManifests(io);
    }

    private List<LiveFile> read(TableMetadata metadata, List<ManifestFile> manifests) {
        List<LiveFile> files = new ArrayList<>();
        for (ManifestFile manifest : manifests) {
            try (ManifestReader<DataFile> reader =
                    ManifestFiles.read(manifest, io, metadata.specsById()).select(COLUMNS)) {
                for (DataFile file : reader) {
                    files.add(new LiveFile(
                            file.location(),
                            file.partition().get(0, Long.class),
                            file.recordCount(),
                            file.fileSizeInBytes()));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return files;
    }
}

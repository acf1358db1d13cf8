package dev.exporter.warehouse.manifest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.ManifestContent;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.io.FileIO;

/** Every file that a table's retained snapshots need: manifest lists, manifests, data files and statistics. */
public final class NamedFiles {
    private NamedFiles() {}

    /** Their locations as recorded. Old versions of the metadata itself are not among them. */
    public static Set<String> of(TableMetadata metadata, FileIO io) {
        Set<String> named = new HashSet<>();
        Map<String, ManifestFile> manifests = new HashMap<>();
        for (Snapshot snapshot : metadata.snapshots()) {
            if (snapshot.manifestListLocation() != null) {
                named.add(snapshot.manifestListLocation());
            }
            snapshot.allManifests(io).forEach(manifest -> manifests.put(manifest.path(), manifest));
        }
        for (ManifestFile manifest : manifests.values()) {
            named.add(manifest.path());
            try (ManifestReader<? extends ContentFile<?>> reader = manifest.content() == ManifestContent.DATA
                    ? ManifestFiles.read(manifest, io, metadata.specsById())
                    : ManifestFiles.readDeleteManifest(manifest, io, metadata.specsById())) {
                reader.forEach(file -> named.add(file.location()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        metadata.statisticsFiles().forEach(file -> named.add(file.path()));
        metadata.partitionStatisticsFiles().forEach(file -> named.add(file.path()));
        return named;
    }
}

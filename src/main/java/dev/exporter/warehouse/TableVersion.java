package dev.exporter.warehouse;

import dev.exporter.warehouse.iceberg.MetadataVersions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.Optional;

/**
 * Tells one state of a table from another, by equality: the version of its metadata, and that version's file. The number
 * alone does not: a table that was removed and made anew counts from 1 again.
 *
 * @param number of the version, from 1 on
 * @param written when its file was
 * @param bytes of its file
 */
public record TableVersion(int number, FileTime written, long bytes) {
    /** The highest version in a table's folder of metadata. */
    static Optional<TableVersion> latest(Path metadata) throws IOException {
        Optional<Path> latest =
                MetadataVersions.files(metadata).stream().max(Comparator.comparingInt(MetadataVersions::number));
        return latest.isEmpty() ? Optional.empty() : of(latest.get());
    }

    private static Optional<TableVersion> of(Path file) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(
                    new TableVersion(MetadataVersions.number(file), attributes.lastModifiedTime(), attributes.size()));
        } catch (NoSuchFileException e) {
            return Optional.empty(); // the table was just removed
        }
    }
}

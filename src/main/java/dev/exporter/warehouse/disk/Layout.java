package dev.exporter.warehouse.disk;

import dev.exporter.plan.DataFileName;
import dev.exporter.plan.ExporterException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where things lie in a warehouse.
 *
 * @param root absolute
 * @param location the URI recorded for {@code root}, without a slash at its end
 * @param namespace the folder between the root and the tables, or empty
 */
public record Layout(Path root, String location, String namespace) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]*");
    private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:/.*");

    /** @throws ExporterException refused, if location or namespace cannot be used */
    public static Layout of(Path directory, Optional<String> recorded, String namespace) {
        Path root = directory.toAbsolutePath().normalize();
        String location = recorded.orElse("file://" + root).replaceFirst("/+$", "");
        if (!URI.matcher(location).matches()) {
            throw ExporterException.refused(
                    "location-invalid",
                    "'" + location + "' is not a URI",
                    "--warehouseLocation",
                    "Give one such as file:///data/warehouse or s3://bucket/warehouse");
        }
        if (!namespace.isEmpty() && !NAME.matcher(namespace).matches()) {
            throw ExporterException.refused(
                    "namespace-invalid",
                    "'" + namespace + "' cannot name a folder for tables",
                    "--namespace",
                    "Use letters, digits, _ and -");
        }
        return new Layout(root, location, namespace);
    }

    /** @throws ExporterException refused, if no table can have the name */
    public TableFolder table(String name) {
        if (!NAME.matcher(name).matches()) {
            throw ExporterException.refused(
                    "table-name-invalid",
                    "'" + name + "' is not the name of a table",
                    "",
                    "Use letters, digits, _ and -");
        }
        return new TableFolder(
                name, tables().resolve(name), location + (namespace.isEmpty() ? "" : "/" + namespace) + "/" + name);
    }

    /** The folder of the tables. */
    public Path tables() {
        return namespace.isEmpty() ? root : root.resolve(namespace);
    }

    /** The names of the folders that hold metadata, sorted. */
    public List<String> tableNames() throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(tables())) {
            for (Path folder : folders) {
                String name = folder.getFileName().toString();
                if (NAME.matcher(name).matches() && Files.isDirectory(folder.resolve("metadata"))) {
                    names.add(name);
                }
            }
        } catch (NoSuchFileException e) {
            return List.of(); // nothing was ever exported here
        }
        names.sort(null);
        return names;
    }

    /** Where a data file lies once it is published. */
    public Path dataFile(String rangeColumn, DataFileName name) {
        return table(name.table())
                .data()
                .resolve(rangeColumn + "=" + name.partition())
                .resolve(name.toString());
    }

    /** Where it is noted what was read of a dataset's source. */
    public Path counts(String dataset) {
        Path counts = root.resolve(".exporter").resolve("counts");
        return (namespace.isEmpty() ? counts : counts.resolve(namespace)).resolve(dataset);
    }

    /** Where it is noted what unfinished runs have published. */
    public Path runs() {
        return root.resolve(".exporter").resolve("runs");
    }

    /** Where rewrites of this namespace's partitions keep their run files, which no export is to take for its own. */
    public Path rewrites() {
        Path all = root.resolve(".exporter").resolve("rewrites");
        return namespace.isEmpty() ? all : all.resolve(namespace);
    }

    /** Where it is noted what unfinished runs have planned on. */
    public Path pins() {
        return root.resolve(".exporter").resolve("pins");
    }
}

package dev.exporter.warehouse.disk;

import dev.exporter.plan.ExporterException;
import java.nio.file.Path;

/**
 * Where a table lies, and where its metadata says that it lies.
 *
 * @param path its folder, absolute
 * @param location the URI that metadata records for the folder, without a slash at its end
 */
public record TableFolder(String name, Path path, String location) {
    public Path metadata() {
        return path.resolve("metadata");
    }

    public Path data() {
        return path.resolve("data");
    }

    /** The local path of a recorded location. */
    public Path pathOf(String recorded) {
        String prefix = location + "/";
        if (recorded.startsWith(prefix)) {
            Path local = path.resolve(recorded.substring(prefix.length())).normalize();
            if (local.startsWith(path)) {
                return local;
            }
        }
        throw ExporterException.failed(
                "location-outside-table",
                "the metadata of table " + name + " names a file outside the table's location " + location,
                recorded,
                "If the warehouse was moved, give the location it had with --warehouseLocation",
                null);
    }

    /** The location that metadata records for a file in the folder. */
    public String locationOf(Path file) {
        if (!file.startsWith(path)) {
            throw new IllegalArgumentException(file + " is not in " + path);
        }
        StringBuilder recorded = new StringBuilder(location);
        path.relativize(file).forEach(part -> recorded.append('/').append(part));
        return recorded.toString();
    }
}

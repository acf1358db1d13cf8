package dev.exporter.upkeep;

import dev.exporter.warehouse.table.ExistingTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/** How many bytes tables take on disk, whatever refers to them. */
final class DiskUse {
    private DiskUse() {}

    /** The bytes of all files in the tables' folders; symbolic links are not followed. */
    static long of(List<ExistingTable> tables) {
        long[] bytes = new long[1];
        try {
            for (ExistingTable table : tables) {
                Files.walkFileTree(table.path(), new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        bytes[0] += attributes.size();
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException failure) {
                        return FileVisitResult.CONTINUE; // went away while the folder was read
                    }
                });
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes[0];
    }
}

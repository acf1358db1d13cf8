package dev.exporter.start;

import dev.exporter.natives.NativeLibraries;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A folder with the program in plain jars: {@code exporter.jar} with its own classes, {@code lib/} with its libraries,
 * and the file {@code libraries}, which holds the path of the folder with DuckDB's native library.
 */
public final class Layout {
    private Layout() {}

    /**
     * Lays an executable jar out in a folder that appears complete or not at all. Safe for use by several processes at
     * once: the first one's folder stays.
     *
     * @param arguments the executable jar, and the folder, whose parent exists and is private
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[1]).toAbsolutePath();
        Path temporary = Files.createTempDirectory(folder.resolveSibling(""), ".layout");
        try {
            ExecutableJar.unpack(Path.of(arguments[0]), temporary);
            Durable.write(
                    temporary.resolve("libraries"),
                    NativeLibraries.folderOfDuckDb(Optional.empty()) + System.lineSeparator());
            publish(temporary, folder);
        } finally {
            delete(temporary);
        }
    }

    private static void publish(Path temporary, Path folder) throws IOException {
        try {
            Files.move(temporary, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            return;
        } catch (IOException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}

package dev.exporter.staging;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/** Makes files and names survive a loss of power. */
final class Durable {
    private Durable() {}

    /** Forces a file's content to disk. */
    static void file(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Forces the names in a folder to disk. */
    static void folder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Makes a folder and those above it that are missing, each of them durable. */
    static void createFolders(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.getParent();
        if (parent != null) {
            createFolders(parent);
        }
        Files.createDirectories(folder);
        if (parent != null) {
            folder(parent);
        }
    }

    /** Gives a durable file its final name in the same folder, replacing what had it. */
    static void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        folder(Objects.requireNonNull(to.toAbsolutePath().getParent(), "a file has a folder"));
    }

    /** Writes a small file at once: after a crash it is there with all of this content, or as it was before. */
    static void write(Path file, byte[] content) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + JobFolder.TEMPORARY);
        Files.write(temporary, content);
        file(temporary);
        rename(temporary, file);
    }
}

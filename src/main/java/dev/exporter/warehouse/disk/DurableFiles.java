package dev.exporter.warehouse.disk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Files and folders that survive a loss of power: their bytes and their names are flushed to the disk. */
public final class DurableFiles {
    private static final int BUFFER_BYTES = 1 << 18;

    private DurableFiles() {}

    /** A name beside {@code target} that no reader takes for a finished file, and that no one else uses. */
    public static Path temporaryBeside(Path target) {
        return target.resolveSibling("." + UUID.randomUUID() + ".tmp");
    }

    /** Writes a new file and flushes its bytes; its name is durable once its folder is flushed. */
    public static void write(Path newFile, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(newFile, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer remaining = ByteBuffer.wrap(bytes);
            while (remaining.hasRemaining()) {
                channel.write(remaining);
            }
            channel.force(true);
        }
    }

    /**
     * Replaces {@code target} by these bytes: readers see the old bytes or the new ones, never a part, also after a
     * loss of power. Which of the two is settled once the folder is flushed.
     */
    public static void replace(Path target, byte[] bytes) throws IOException {
        replace(target, bytes, temporaryBeside(target));
    }

    /**
     * As {@link #replace(Path, byte[])}, for a target that has one writer.
     *
     * @param temporary beside it; one that a killed writer has left there is replaced
     */
    public static void replace(Path target, byte[] bytes, Path temporary) throws IOException {
        try {
            Files.deleteIfExists(temporary);
            write(temporary, bytes);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Flushes the bytes of a file that was written through another stream. */
    public static void flushFile(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Makes the names in a folder durable. */
    public static void flushFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Creates a folder and its missing parents, and makes the names of the new ones durable. */
    public static void createFolders(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = parentOf(folder);
        createFolders(parent);
        try {
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
        flushFolder(parent);
    }

    /** The SHA-256 of a file's bytes, in lower-case hex. */
    public static String sha256(Path file) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream stream = Files.newInputStream(file)) {
            for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The folder of an absolute path. */
    public static Path parentOf(Path path) {
        @Nullable Path parent = path.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IllegalArgumentException("the root of a file system has no parent: " + path);
        }
        return parent;
    }
}

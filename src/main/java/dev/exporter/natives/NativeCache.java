package dev.exporter.natives;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The folder in which native libraries lie unpacked, one folder for each library and SHA-256. Safe for use by several
 * threads and processes at once: a library appears under its name complete or not at all. Beside each lies its
 * {@link Seal}, so that its bytes are not read again at every start.
 */
final class NativeCache {
    /** A temporary file this old was left by a process that was killed. */
    private static final Duration ABANDONED = Duration.ofHours(1);

    private final Path directory;
    private final Platform platform;
    private final Function<String, @Nullable InputStream> resources;
    /** Whether the directory has been checked. */
    private volatile boolean isPrivate;

    /**
     * @param directory absolute; made when it is first needed
     * @param resources opens a resource of the class path by its name
     */
    NativeCache(Path directory, Platform platform, Function<String, @Nullable InputStream> resources) {
        this.directory = directory;
        this.platform = platform;
        this.resources = resources;
    }

    /**
     * The path of {@code library}, which has been found to have the right SHA-256 and has not been touched since. It is
     * unpacked where it is missing or is not what it should be.
     *
     * @throws NativeLibraryException if that is not possible, or not safe
     */
    Path path(Library library) {
        String sha256 = library.sha256(platform);
        Path folder = directory.resolve(library.name().toLowerCase(Locale.ROOT) + "-" + sha256);
        Path file = folder.resolve(library.fileName(platform));
        try {
            if (!isPrivate) {
                PrivateDirectory.root(directory);
                isPrivate = true;
            }
            PrivateDirectory.folder(folder);
            if (!isIntact(file, sha256)) {
                unpack(library, sha256, file);
            }
            return file;
        } catch (IOException e) {
            throw new NativeLibraryException(
                    "a native library cannot be unpacked: " + e,
                    file.toString(),
                    "Free some space there (about 75 MB), or name another directory with --nativeDir",
                    e);
        }
    }

    private static boolean isIntact(Path file, String sha256) throws IOException {
        if (!PrivateDirectory.holdsOwn(file)) {
            return false;
        }
        Seal seal = Seal.of(file);
        if (seal.isSet()) {
            return true;
        }
        MessageDigest digest = sha256();
        byte[] buffer = new byte[1 << 20];
        try (InputStream bytes = Files.newInputStream(file)) {
            for (int length = bytes.read(buffer); length >= 0; length = bytes.read(buffer)) {
                digest.update(buffer, 0, length);
            }
        }
        if (!HexFormat.of().formatHex(digest.digest()).equals(sha256)) {
            return false;
        }
        seal.set();
        return true;
    }

    private void unpack(Library library, String sha256, Path file) throws IOException {
        Path folder = file.resolveSibling("");
        removeAbandoned(folder);
        Path temporary = Files.createTempFile(folder, ".unpacking", ".tmp");
        try {
            MessageDigest digest = sha256();
            try (InputStream bytes = resources.apply(library.resource(platform));
                    OutputStream out = new DigestOutputStream(Files.newOutputStream(temporary), digest)) {
                if (bytes == null) {
                    throw damaged("lacks the library " + library.resource(platform));
                }
                bytes.transferTo(out);
            }
            if (!HexFormat.of().formatHex(digest.digest()).equals(sha256)) {
                throw damaged("holds another library " + library.resource(platform) + " than it was built with");
            }
            publish(temporary, file, sha256);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void publish(Path temporary, Path file, String sha256) throws IOException {
        try {
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Seal.of(file).set();
        } catch (IOException e) {
            // Windows does not replace a library that another process has loaded: then that process unpacked it.
            if (!isIntact(file, sha256)) {
                throw e;
            }
        }
    }

    private static void removeAbandoned(Path folder) throws IOException {
        Instant before = Instant.now().minus(ABANDONED);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, ".unpacking*.tmp")) {
            for (Path file : files) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static NativeLibraryException damaged(String how) {
        return new NativeLibraryException("the program's jar is damaged: it " + how, "", "Build or download it again");
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}

package dev.exporter.web.keys;

import dev.exporter.plan.ExporterException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The file of keys: one a line, {@code NAME SCOPE SHA-256 CREATED}. Only its owner may read or write it. It is replaced
 * as a whole, so that whoever reads it meanwhile sees the old or the new one. Thread-safe; two processes that change it
 * at once take turns.
 */
public final class KeyFile {
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");

    private final Path file;

    public KeyFile(Path file) {
        this.file = file;
    }

    public Path path() {
        return file;
    }

    /**
     * The keys, in the order in which they were added.
     *
     * @throws ExporterException refused, if there is no such file, if others than its owner may use it, or if a line of it
     *     is not right
     */
    public List<Key> keys() {
        try {
            requirePrivate();
            return KeyLines.parse(Files.readString(file), file);
        } catch (NoSuchFileException e) {
            throw ExporterException.refused(
                    "keys-missing",
                    "there is no file of keys " + file,
                    "--keys",
                    "Make a first key with exporter keys add NAME --keys " + file);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /**
     * Adds a key; makes the file where it is missing.
     *
     * @return the key itself, which cannot be had again
     * @throws ExporterException refused, if the name is taken or no name
     */
    public String add(String name, Scope scope, Clock clock) {
        if (!Key.isName(name)) {
            throw ExporterException.refused(
                    "key-name-invalid",
                    "'" + name + "' cannot be the name of a key",
                    "NAME",
                    "Take letters, digits and . _ @ -, at most 64 of them");
        }
        String secret = Secret.newKey();
        change(keys -> {
            if (keys.stream().anyMatch(key -> key.name().equals(name))) {
                throw ExporterException.refused(
                        "key-name-taken",
                        "there is a key '" + name + "' already",
                        file.toString(),
                        "Take another name, or remove that key first");
            }
            keys.add(new Key(name, scope, Secret.hash(secret), clock.instant().truncatedTo(ChronoUnit.SECONDS)));
        });
        return secret;
    }

    /** @throws ExporterException refused, if there is no such file, or no key of that name */
    public void remove(String name) {
        keys(); // before anything is made beside a file that is not there
        change(keys -> {
            if (!keys.removeIf(key -> key.name().equals(name))) {
                throw ExporterException.refused(
                        "key-unknown", "there is no key '" + name + "'", file.toString(), "keys list names them");
            }
        });
    }

    private interface Change {
        void of(List<Key> keys);
    }

    private synchronized void change(Change change) {
        Path lock = file.resolveSibling(file.getFileName() + ".lock");
        try (FileChannel channel = FileChannel.open(
                lock,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(OWNER))) {
            channel.lock();
            List<Key> keys = Files.exists(file) ? new ArrayList<>(keys()) : new ArrayList<>();
            change.of(keys);
            replace(KeyLines.text(keys));
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private void replace(String text) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(temporary);
        try (FileChannel channel = FileChannel.open(
                temporary,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(OWNER))) {
            channel.write(StandardCharsets.UTF_8.encode(text));
            channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void requirePrivate() throws IOException {
        if (Files.isDirectory(file)) {
            throw ExporterException.refused(
                    "keys-unusable",
                    "the file of keys " + file + " is a directory",
                    "--keys",
                    "Give the path of the file itself");
        }
        Set<PosixFilePermission> others = EnumSet.copyOf(Files.getPosixFilePermissions(file));
        others.removeAll(PosixFilePermissions.fromString("rwx------"));
        if (!others.isEmpty()) {
            throw ExporterException.refused(
                    "keys-not-private",
                    "others than its owner may use the file of keys " + file,
                    "--keys",
                    "Make it private: chmod 600 " + file);
        }
    }

    private ExporterException unusable(IOException e) {
        return ExporterException.refused(
                "keys-unusable",
                "the file of keys " + file + " cannot be used: " + e,
                "--keys",
                "Check the path and its permissions");
    }
}

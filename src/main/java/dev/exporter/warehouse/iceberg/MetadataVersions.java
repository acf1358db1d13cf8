package dev.exporter.warehouse.iceberg;

import dev.exporter.fault.FaultPoint;
import dev.exporter.warehouse.disk.DurableFiles;
import dev.exporter.warehouse.disk.Placement;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.jspecify.annotations.Nullable;

/**
 * The versions of a table's metadata: files {@code v<N>.metadata.json}, of which the highest N is the truth. A version
 * is created only if it is absent, so that of two writers one loses and hears so. {@code version-hint.text} and
 * {@code metadata.json} follow for readers that want them. Thread-safe, also across processes.
 */
public final class MetadataVersions {
    private static final Pattern NAME = Pattern.compile("v(\\d{1,9})\\.metadata\\.json");
    private static final Pattern TRACE = Pattern.compile("(.*\\.)?metadata\\.json(\\.gz)?");
    private static final String HINT = "version-hint.text";

    private final Path folder;
    private final Placement.Link link;

    public MetadataVersions(Path folder, Placement.Link link) {
        this.folder = folder;
        this.link = link;
    }

    /** The highest version, or 0 where there is none. */
    public int latest() throws IOException {
        return files(folder).stream().mapToInt(MetadataVersions::number).max().orElse(0);
    }

    /** The versions in a folder, in no order; none where there is no folder. */
    public static List<Path> files(Path folder) throws IOException {
        List<Path> versions = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "v*.metadata.json")) {
            for (Path file : files) {
                if (number(file) > 0) {
                    versions.add(file);
                }
            }
        } catch (NoSuchFileException e) {
            return List.of(); // no folder yet
        }
        return versions;
    }

    /**
     * Whether a folder has metadata of a table, of these versions or of whatever else: other catalogs name theirs by
     * other rules, and what a copy has left out may still be pointed at.
     */
    public static boolean haveTracesIn(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (name.equals(HINT) || TRACE.matcher(name).matches()) {
                    return true;
                }
            }
        } catch (NoSuchFileException e) {
            return false; // no folder yet
        }
        return false;
    }

    /** The number of a version's file; 0 for another file. */
    public static int number(Path file) {
        Matcher matcher = NAME.matcher(file.getFileName().toString());
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    public String fileName(int version) {
        return "v" + version + ".metadata.json";
    }

    /** The text of a version, or empty where it was removed because many newer ones follow it. */
    public Optional<String> read(int version) throws IOException {
        try {
            return Optional.of(Files.readString(folder.resolve(fileName(version))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /**
     * Creates a version. What its text names must be durable but for its name in the same folder.
     *
     * @throws CommitFailedException if another writer has this version or a higher one; nothing was changed
     * @throws CommitStateUnknownException if it cannot be told whether the version was created
     */
    public void create(int version, String json) throws IOException {
        DurableFiles.createFolders(folder);
        Path target = folder.resolve(fileName(version));
        Path temporary = DurableFiles.temporaryBeside(target);
        try {
            DurableFiles.write(temporary, json.getBytes(StandardCharsets.UTF_8));
            DurableFiles.flushFolder(folder);
            refuseIfTaken(version);
            FaultPoint.BEFORE_METADATA.reached();
            link(temporary, target, version);
            FaultPoint.AFTER_METADATA.reached();
        } finally {
            Files.deleteIfExists(temporary);
        }
        try {
            DurableFiles.flushFolder(folder);
        } catch (IOException e) {
            throw new CommitStateUnknownException(e);
        }
    }

    private void link(Path temporary, Path target, int version) throws IOException {
        try {
            link.create(target, temporary);
        } catch (FileAlreadyExistsException e) {
            if (!isLinked(temporary, target, e)) {
                throw lost(version, e);
            }
        } catch (UnsupportedOperationException | IOException e) {
            if (!isLinked(temporary, target, e)) {
                requireNoLinks(temporary, e);
                renameUnderLock(temporary, target, version, e);
            }
        }
    }

    /**
     * A rename replaces silently what another writer has linked meanwhile, so that it is only for file systems that have
     * no links at all. Their errors differ, and are told in the user's language: so another link is tried.
     */
    private void requireNoLinks(Path temporary, Exception unlinked) throws IOException {
        Path probe = DurableFiles.temporaryBeside(temporary);
        try {
            link.create(probe, temporary);
        } catch (UnsupportedOperationException | IOException e) {
            return;
        } finally {
            Files.deleteIfExists(probe);
        }
        throw unlinked instanceof IOException failure ? failure : new IOException(unlinked);
    }

    private static boolean isLinked(Path temporary, Path target, Exception failure) {
        try {
            return Placement.isLinked(temporary, target);
        } catch (IOException e) {
            failure.addSuppressed(e);
            throw new CommitStateUnknownException(failure);
        }
    }

    /** For file systems without hard links: all writers there fail to link, so that all of them come here. */
    private void renameUnderLock(Path temporary, Path target, int version, Exception unlinked) throws IOException {
        try (FileChannel channel = FileChannel.open(
                        folder.resolve(".commit.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                @Nullable FileLock lock = channel.tryLock()) {
            if (lock == null) {
                throw lost(version, null);
            }
            refuseIfTaken(version);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (OverlappingFileLockException e) {
            throw lost(version, e);
        } catch (IOException e) {
            e.addSuppressed(unlinked);
            throw e;
        }
    }

    /** Old versions are removed, so that an absent one is not always a new one. */
    private void refuseIfTaken(int version) throws IOException {
        if (latest() >= version) {
            throw lost(version, null);
        }
    }

    private CommitFailedException lost(int version, @Nullable Exception cause) {
        return new CommitFailedException(cause, "Version %s of %s was taken by another writer", version, folder);
    }

    /**
     * Points the hint and {@code metadata.json} at the highest version. Repeated until that version stays the highest,
     * so that of several writers the last one leaves the newest version named.
     */
    public void announce() throws IOException {
        int announced;
        do {
            announced = latest();
            Optional<String> json = read(announced);
            if (json.isPresent()) {
                raiseHint(announced);
                DurableFiles.replace(folder.resolve("metadata.json"), json.get().getBytes(StandardCharsets.UTF_8));
            }
        } while (announced != latest());
    }

    private void raiseHint(int version) throws IOException {
        // Hadoop's checksum of an older hint would make its readers fail.
        Files.deleteIfExists(folder.resolve("." + HINT + ".crc"));
        int hint = hint();
        // A hint above every version that is there leads readers nowhere.
        if (hint < version || !Files.exists(folder.resolve(fileName(hint)))) {
            DurableFiles.replace(folder.resolve(HINT), Integer.toString(version).getBytes(StandardCharsets.UTF_8));
        }
    }

    private int hint() throws IOException {
        try {
            String text = Files.readString(folder.resolve(HINT)).strip();
            return text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
        } catch (NoSuchFileException e) {
            return 0;
        }
    }
}

package dev.exporter.run;

import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.Problem;
import dev.exporter.plan.RunId;
import dev.exporter.run.planning.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Holds an aligned range of a warehouse for one run: an operating-system lock on
 * {@code .exporter/locks/<first>-<last>}, which a dead process gives back by itself, with a note inside that says who
 * holds it. Ranges are compared and locked under one short lock of the whole folder.
 */
final class RangeLock implements AutoCloseable {
    private static final String GLOBAL = "folder";

    private final FileChannel channel;
    private final FileLock lock;

    private RangeLock(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Takes the range.
     *
     * @param warehouse exists or is created
     * @throws ExporterException with exit code 4, if another process holds an overlapping range
     */
    static RangeLock take(Path warehouse, KeyRange aligned, RunId run) {
        Path folder = folder(warehouse);
        try {
            Files.createDirectories(folder);
            try (FileChannel global = open(folder.resolve(GLOBAL));
                    FileLock ignored = global.lock()) {
                for (Path other : ranges(folder)) {
                    KeyRange range = KeyRange.parse(other.getFileName().toString());
                    if (range.overlaps(aligned) && !range.equals(aligned)) {
                        refuseIfHeld(other, aligned);
                    }
                }
                return lock(folder.resolve(aligned.toString()), aligned, run);
            }
        } catch (IOException e) {
            throw failed(folder, e);
        }
    }

    /**
     * Refuses a range that another process holds, and takes nothing.
     *
     * @throws ExporterException with exit code 4, if another process holds an overlapping range
     */
    static void requireFree(Path warehouse, KeyRange aligned) {
        Path folder = folder(warehouse);
        if (!Files.exists(folder.resolve(GLOBAL))) {
            return;
        }
        try (FileChannel global = open(folder.resolve(GLOBAL));
                FileLock ignored = global.lock()) {
            for (Path file : ranges(folder)) {
                if (KeyRange.parse(file.getFileName().toString()).overlaps(aligned)) {
                    refuseIfHeld(file, aligned);
                }
            }
        } catch (IOException e) {
            throw failed(folder, e);
        }
    }

    private static Path folder(Path warehouse) {
        return warehouse.resolve(".exporter").resolve("locks");
    }

    private static ExporterException failed(Path folder, IOException e) {
        return ExporterException.failed(
                "lock-failed",
                "the range cannot be locked: " + e.getMessage(),
                folder.toString(),
                "Check that the warehouse is writable",
                e);
    }

    private static RangeLock lock(Path file, KeyRange aligned, RunId run) throws IOException {
        FileChannel channel = open(file);
        try {
            FileLock lock = tryLock(channel);
            if (lock == null) {
                throw held(file, aligned);
            }
            ProcessHandle process = ProcessHandle.current();
            byte[] note = Json.pretty(Map.of(
                    "run", run.text(),
                    "process", process.pid(),
                    "since", Instant.now().toString(),
                    "host", hostName()));
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(note), 0);
            return new RangeLock(channel, lock);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static void refuseIfHeld(Path file, KeyRange aligned) throws IOException {
        try (FileChannel channel = open(file)) {
            FileLock probe = tryLock(channel);
            if (probe == null) {
                throw held(file, aligned);
            }
            probe.release();
            Files.deleteIfExists(file);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static ExporterException held(Path file, KeyRange aligned) {
        String holder;
        try {
            holder = Files.readString(file).replaceAll("\\s+", " ").trim();
        } catch (IOException e) {
            holder = "unknown";
        }
        return new ExporterException(
                ExitCode.HELD,
                new Problem(
                        "range-held",
                        "another run is exporting an overlapping range of this warehouse (" + aligned + "): " + holder,
                        file.toString(),
                        "Wait until it has ended, or stop it"),
                null);
    }

    private static List<Path> ranges(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("-?\\d+--?\\d+"))
                    .toList();
        }
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static String hostName() {
        try {
            return Files.readString(Path.of("/etc/hostname")).trim();
        } catch (IOException e) {
            return "this machine";
        }
    }

    /** Gives the range back. The file stays: removing it here could take it from under a process that waits for it. */
    @Override
    public void close() {
        try {
            lock.release();
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

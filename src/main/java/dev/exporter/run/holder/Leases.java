package dev.exporter.run.holder;

import dev.exporter.warehouse.disk.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Tells living leases from those that ran out. */
final class Leases {
    private final HolderFolder folder;
    private final LeaseTimes times;

    Leases(HolderFolder folder, LeaseTimes times) {
        this.folder = folder;
        this.times = times;
    }

    /**
     * The file system's time, which machines that share it agree on, unlike on their own clocks.
     */
    FileTime now() throws IOException {
        Path probe = DurableFiles.temporaryBeside(folder.path().resolve("now"));
        try {
            Files.createFile(probe);
            return Files.getLastModifiedTime(probe);
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    /** The note of a lease that has not run out; its file is removed where it has. */
    Optional<Note> living(Path lease, FileTime now) throws IOException {
        try {
            Instant renewed = Files.getLastModifiedTime(lease).toInstant();
            Duration age = Duration.between(renewed, now.toInstant());
            if (age.compareTo(times.valid()) <= 0) {
                // One without a note is being written.
                return Note.read(lease).or(() -> Optional.of(Note.unknown(HolderFolder.rangeOf(lease), renewed)));
            }
            Files.deleteIfExists(lease);
            return Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty(); // given back in the meantime
        }
    }
}

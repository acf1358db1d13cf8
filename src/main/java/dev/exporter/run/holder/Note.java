package dev.exporter.run.holder;

import dev.exporter.plan.KeyRange;
import dev.exporter.run.planning.Json;
import dev.exporter.warehouse.disk.DurableFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * Who holds a range. It explains; a lock or a lease decides.
 *
 * @param range aligned
 * @param started when the process was started, which tells it from a later one of the same number
 * @param since when it took the range
 */
record Note(KeyRange range, String run, String host, String bootId, long process, Instant started, Instant since) {
    static Note of(KeyRange range, String run, Machine machine) {
        return new Note(
                range,
                run,
                machine.host(),
                machine.bootId(),
                machine.process(),
                machine.processStarted(),
                Instant.ofEpochSecond(Instant.now().getEpochSecond()));
    }

    /** Of a holder whose own note cannot be read. */
    static Note unknown(KeyRange range, Instant since) {
        return new Note(range, "(unknown)", "(unknown)", "", 0, Instant.EPOCH, since);
    }

    byte[] bytes() {
        return Json.pretty(this);
    }

    /** Replaces the note in {@code file} at once, so that no one reads half of it. */
    void write(Path file) throws IOException {
        DurableFiles.replace(file, bytes());
    }

    /** The note in a file; empty where there is none, or none that can be read. */
    static Optional<Note> read(Path file) throws IOException {
        try {
            return Optional.of(Json.read(Files.readAllBytes(file), Note.class));
        } catch (NoSuchFileException | UncheckedIOException e) {
            return Optional.empty(); // its writer died before it was whole
        }
    }

    /** For example {@code run 01k…, process 812 on host alpha, which has held 0-999 since 2026-01-31T10:00:00Z}. */
    String sentence() {
        return "run " + run + ", process " + process + " on host " + host + ", which has held " + range + " since "
                + since;
    }
}

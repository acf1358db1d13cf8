package dev.exporter.operations.steering;

import dev.exporter.operations.audit.OperatorLog;
import dev.exporter.operations.jobs.LogEntry;
import dev.exporter.run.planning.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Processes of whose end nothing but the operator's log will tell. Each has a note beside its output until the log does, so
 * that another server tells it where this one has gone away meanwhile. Thread-safe.
 */
final class Awaited {
    private static final Logger LOG = LoggerFactory.getLogger(Awaited.class);
    private static final String ENDING = ".awaited";

    private final Path folder;
    private final OperatorLog log;
    private final Clock clock;

    /** @param folder where processes' output is */
    Awaited(Path folder, OperatorLog log, Clock clock) {
        this.folder = folder;
        this.log = log;
        this.clock = clock;
    }

    /**
     * What is awaited.
     *
     * @param process the system's number of it
     * @param started when it was, as the system has it: numbers are given again
     * @param entry the line, but for its time, outcome and message
     */
    record Note(long process, Optional<Instant> started, LogEntry entry) {
        private Optional<ProcessHandle> alive() {
            return ProcessHandle.of(process)
                    .filter(handle -> handle.info().startInstant().equals(started));
        }
    }

    /** The name that all files of one process have, but for their endings. */
    static String stem(Path file) {
        return file.getFileName().toString().replaceFirst("\\..*", "");
    }

    static boolean isNote(Path file) {
        return file.getFileName().toString().endsWith(ENDING);
    }

    private Path noteOf(Output output) {
        return folder.resolve(stem(output.out()) + ENDING);
    }

    private Output outputOf(Path note) {
        return new Output(folder.resolve(stem(note) + ".json"), folder.resolve(stem(note) + ".log"));
    }

    /** From now on, its end is told by whoever serves then. */
    void add(Spawned spawned, LogEntry entry) {
        Process process = spawned.process();
        Note note = new Note(process.pid(), process.info().startInstant(), entry);
        try {
            Path file = noteOf(spawned.output());
            Path half = Files.write(folder.resolve(stem(file) + ".half"), Json.pretty(note));
            Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            // It is on its way, whatever is known of it later.
            LOG.warn("the outcome of what was started could be lost: {}", e.toString());
        }
    }

    /** Its end needs not be told. */
    void remove(Spawned spawned) {
        try {
            Files.deleteIfExists(noteOf(spawned.output()));
        } catch (IOException e) {
            LOG.warn("what was started may be told of twice: {}", e.toString());
        }
    }

    /** Tells its end when it comes. */
    void tellWhenEnded(Spawned spawned) {
        spawned.process()
                .onExit()
                .thenAccept(process -> tell(noteOf(spawned.output()), OptionalInt.of(process.exitValue())));
    }

    /** Tells the ends of all that others have started, now or when they come. */
    void tellWhenAllEnded() {
        for (Path note : notes()) {
            Optional<ProcessHandle> alive = read(note).flatMap(Note::alive);
            if (alive.isPresent()) {
                alive.get().onExit().thenAccept(process -> tell(note, OptionalInt.empty()));
            } else {
                tell(note, OptionalInt.empty());
            }
        }
    }

    /** Whether one like this is under way. */
    boolean holds(Predicate<LogEntry> like) {
        return notes().stream()
                .flatMap(note -> read(note).stream())
                .anyMatch(note -> like.test(note.entry()) && note.alive().isPresent());
    }

    private List<Path> notes() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Awaited::isNote).sorted().toList();
        } catch (NoSuchFileException e) {
            return List.of(); // nothing was started yet
        } catch (IOException e) {
            LOG.warn("what was started cannot be found: {}", e.toString());
            return List.of();
        }
    }

    private static Optional<Note> read(Path note) {
        try {
            return Optional.of(Json.read(Files.readAllBytes(note), Note.class));
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty(); // told meanwhile, or half of one on a full disk
        }
    }

    /** Of several servers, the one that removes the note tells. */
    private void tell(Path file, OptionalInt exitCode) {
        try {
            Optional<Note> note = read(file);
            if (Files.deleteIfExists(file) && note.isPresent()) {
                Output.Outcome outcome = outputOf(file).outcome(exitCode);
                LogEntry entry = note.get().entry();
                log.add(new LogEntry(
                        0,
                        clock.instant(),
                        entry.who(),
                        entry.via(),
                        entry.action(),
                        entry.executionId(),
                        entry.run(),
                        entry.partition(),
                        outcome.isGood() ? "done" : "failed",
                        outcome.sentence()));
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("the outcome of what was started could not be noted: {}", e.getMessage());
        }
    }
}

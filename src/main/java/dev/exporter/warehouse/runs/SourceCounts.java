package dev.exporter.warehouse.runs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.Problem;
import dev.exporter.plan.RunId;
import dev.exporter.plan.SourceCount;
import dev.exporter.warehouse.disk.DurableFiles;
import dev.exporter.warehouse.iceberg.CommitClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How many rows of the source each partition had when it was last read, and when the tables last had caught up with
 * it. What is noted here only saves work: a partition of which nothing is known is read once more. Thread-safe, also
 * among processes: each note is a file of its own, which holds all that its writer has found before and replaces it.
 */
public final class SourceCounts {
    private static final int FORMAT_VERSION = 1;
    private static final String SUFFIX = ".json";
    private static final String CAUGHT_UP = "caught-up";

    private final Path folder;
    private final ObjectMapper json = new ObjectMapper();

    /** @param folder of the notes, which need not exist */
    public SourceCounts(Path folder) {
        this.folder = folder;
    }

    private record Form(int formatVersion, Map<String, Noted> partitions) {}

    private record Noted(String at, Map<String, Long> rows) {}

    /** Of each partition that is known, ascending. What a clock that was ahead has noted for later than now is not. */
    public Map<KeyRange, SourceCount> read() {
        return calling(() -> merged(notes()));
    }

    /** Notes what a wave of a run has read. Durable on return. */
    public void add(RunId run, int wave, Map<KeyRange, SourceCount> counts) {
        calling(() -> {
            List<Path> before = notes();
            Map<KeyRange, SourceCount> all = merged(before);
            counts.forEach((partition, count) -> all.merge(partition, count, SourceCounts::later));
            Map<String, Noted> partitions = new TreeMap<>();
            all.forEach((partition, count) -> partitions.put(
                    partition.toString(), new Noted(count.at().toString(), new TreeMap<>(count.rows()))));
            Path note = folder.resolve(run + "." + wave + SUFFIX);
            DurableFiles.createFolders(folder);
            DurableFiles.replace(note, json.writeValueAsBytes(new Form(FORMAT_VERSION, partitions)));
            DurableFiles.flushFolder(folder);
            for (Path other : before) {
                if (!other.equals(note)) {
                    Files.deleteIfExists(other);
                }
            }
            return all;
        });
    }

    /** A moment whose rows the tables had when they last caught up; empty where they never have, or that is to come. */
    public Optional<Instant> caughtUp() {
        return calling(() -> {
            try {
                return Optional.of(Instant.parse(Files.readString(folder.resolve(CAUGHT_UP))))
                        .filter(SourceCounts::isPast);
            } catch (NoSuchFileException | DateTimeParseException e) {
                return Optional.empty();
            }
        });
    }

    /** Notes that the tables have all rows of a moment. Durable on return. */
    public void noteCaughtUp(Instant moment) {
        calling(() -> {
            DurableFiles.createFolders(folder);
            DurableFiles.replace(folder.resolve(CAUGHT_UP), moment.toString().getBytes(StandardCharsets.UTF_8));
            DurableFiles.flushFolder(folder);
            return moment;
        });
    }

    private List<Path> notes() throws IOException {
        List<Path> notes = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "[0-9a-z]*" + SUFFIX)) {
            files.forEach(notes::add);
        } catch (NoSuchFileException e) {
            return List.of(); // nothing was exported yet
        }
        return notes;
    }

    private Map<KeyRange, SourceCount> merged(List<Path> notes) throws IOException {
        Map<KeyRange, SourceCount> all = new TreeMap<>();
        for (Path note : notes) {
            read(note).forEach((partition, count) -> {
                if (isPast(count.at())) {
                    all.merge(partition, count, SourceCounts::later);
                }
            });
        }
        return all;
    }

    /** One that another process has replaced meanwhile, or that cannot be read, tells nothing. */
    private Map<KeyRange, SourceCount> read(Path note) throws IOException {
        try {
            Form form = json.readValue(Files.readAllBytes(note), Form.class);
            if (form.formatVersion() != FORMAT_VERSION) {
                return Map.of();
            }
            Map<KeyRange, SourceCount> counts = new TreeMap<>();
            form.partitions()
                    .forEach((bounds, noted) -> counts.put(
                            KeyRange.parse(bounds), new SourceCount(Instant.parse(noted.at()), noted.rows())));
            return counts;
        } catch (NoSuchFileException | JsonProcessingException | RuntimeException e) {
            return Map.of();
        }
    }

    private static SourceCount later(SourceCount one, SourceCount other) {
        return one.at().isAfter(other.at()) ? one : other;
    }

    private static boolean isPast(Instant noted) {
        return !noted.isAfter(Instant.now().plus(CommitClock.TOLERANCE));
    }

    @FunctionalInterface
    private interface Call<T> {
        T call() throws IOException;
    }

    private <T> T calling(Call<T> call) {
        try {
            return call.call();
        } catch (IOException e) {
            throw ExporterException.failed(
                    "warehouse-unusable",
                    "what was read of the source could not be noted or read: " + e,
                    folder.toString(),
                    "Check its space and permissions, then " + Problem.RUN_AGAIN,
                    e);
        }
    }
}

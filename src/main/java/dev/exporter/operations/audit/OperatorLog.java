package dev.exporter.operations.audit;

import dev.exporter.operations.jobs.LogEntry;
import dev.exporter.plan.ExporterException;
import dev.exporter.run.planning.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A file of one JSON object a line, {@code <staging>/operators.log}, to which is only ever added: each line is on the disk
 * before its action is answered, or the answer says that it is not. Several processes write to it, one at a time. Thread-safe.
 */
public final class OperatorLog {
    private static final Object MONITOR = new Object(); // the system's locks are a process's, not a thread's
    private static final byte LINE_END = '\n';

    private final Path file;

    /** Of a staging directory; it is made with the first line. */
    public OperatorLog(Path staging) {
        this.file = staging.resolve("operators.log");
    }

    /**
     * Adds a line.
     *
     * @param entry its number does not matter
     * @throws ExporterException failed, if it cannot be written
     */
    public void add(LogEntry entry) {
        byte[] line = (Json.text(entry) + "\n").getBytes(StandardCharsets.UTF_8);
        synchronized (MONITOR) {
            try {
                Files.createDirectories(file.getParent());
                try (FileChannel channel = FileChannel.open(
                                file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
                        FileLock ignored = channel.lock()) {
                    append(channel, line);
                }
            } catch (IOException e) {
                throw ExporterException.failed(
                        "operators-log-failed",
                        "the operator's log cannot be written: " + e.getMessage(),
                        file.toString(),
                        "Check the disk and the permissions of the staging directory",
                        e);
            }
        }
    }

    /** After the last whole line: a process that died while it wrote has left a piece of one. */
    private static void append(FileChannel channel, byte[] line) throws IOException {
        long end = channel.size();
        ByteBuffer last = ByteBuffer.allocate(1);
        boolean isWhole = end == 0 || channel.read(last, end - 1) == 1 && last.get(0) == LINE_END;
        ByteBuffer bytes = ByteBuffer.allocate(line.length + 1);
        if (!isWhole) {
            bytes.put(LINE_END);
        }
        bytes.put(line).flip();
        while (bytes.hasRemaining()) {
            end += channel.write(bytes, end);
        }
        channel.force(true);
    }

    /**
     * Some lines, newest first.
     *
     * @param cursor from the page before; empty for the first
     * @throws ExporterException refused, if the cursor is none
     */
    public LogEntry.Page page(Optional<String> cursor, int limit) {
        List<LogEntry> entries = read();
        Collections.reverse(entries);
        long before = cursor.map(OperatorLog::number).orElse(Long.MAX_VALUE);
        List<LogEntry> rest =
                entries.stream().filter(entry -> entry.number() < before).toList();
        List<LogEntry> page = rest.stream().limit(limit).toList();
        Optional<String> next = rest.size() > page.size()
                ? Optional.of(Long.toString(page.get(page.size() - 1).number()))
                : Optional.empty();
        return new LogEntry.Page(page, next);
    }

    private static long number(String cursor) {
        if (!cursor.matches("\\d{1,18}")) {
            throw ExporterException.refused("cursor-invalid", "'" + cursor + "' is not a cursor", "", "");
        }
        return Long.parseLong(cursor);
    }

    private List<LogEntry> read() {
        List<LogEntry> entries = new ArrayList<>();
        try {
            long number = 0;
            for (String line : text().split("\n", -1)) {
                if (!line.isEmpty()) {
                    number++;
                    entry(line, number).ifPresent(entries::add);
                }
            }
        } catch (NoSuchFileException e) {
            return entries; // nobody has done anything yet
        } catch (IOException e) {
            throw ExporterException.failed(
                    "operators-log-failed",
                    "the operator's log cannot be read: " + e.getMessage(),
                    file.toString(),
                    "",
                    e);
        }
        return entries;
    }

    /** Not by Files.readString, for which a line that ends within a character would be an error. */
    private String text() throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    private static Optional<LogEntry> entry(String line, long number) {
        try {
            LogEntry read = Json.read(line.getBytes(StandardCharsets.UTF_8), LogEntry.class);
            return Optional.of(new LogEntry(
                    number,
                    read.at(),
                    read.who(),
                    read.via(),
                    read.action(),
                    read.executionId(),
                    read.run(),
                    read.partition(),
                    read.outcome(),
                    read.message()));
        } catch (UncheckedIOException e) {
            return Optional.empty(); // a piece of a line
        }
    }
}

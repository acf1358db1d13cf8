package dev.exporter.run.load;

import dev.exporter.plan.ExporterException;
import dev.exporter.plan.RunPlan;
import dev.exporter.plan.SourceTable;
import dev.exporter.source.Slice;
import dev.exporter.source.SourceReader;
import dev.exporter.source.SourceSnapshot;
import dev.exporter.source.Way;
import dev.exporter.transform.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.batch.core.job.JobInterruptedException;

/** Scans source tables from end to end into a session's tables, several slices side by side. */
final class TableScans {
    /** Few enough for progress to be seen and a stop to be heard soon, many enough to be worth a statement. */
    private static final long ROWS_IN_A_SLICE = 400_000;

    private final Rooms rooms;
    private final RunPlan.Wave wave;
    private final Session session;
    private final SourceSnapshot snapshot;
    private final long expected;
    private final AtomicLong loaded = new AtomicLong();

    TableScans(Rooms rooms, RunPlan.Wave wave, Session session, SourceSnapshot snapshot) {
        this.rooms = rooms;
        this.wave = wave;
        this.session = session;
        this.snapshot = snapshot;
        this.expected = scanned().stream()
                .mapToLong(source -> snapshot.size(source).rows())
                .sum();
    }

    private List<SourceTable> scanned() {
        return rooms.dataset().sources().stream().filter(wave::scans).toList();
    }

    /** Says by which way the tables are scanned, and why not by the fastest. */
    void announce() {
        Map<Way, String> tables = new LinkedHashMap<>();
        for (SourceTable source : scanned()) {
            tables.merge(snapshot.way(source), source.name(), (one, other) -> one + ", " + other);
        }
        tables.forEach((way, names) -> rooms.progress()
                .information("scanning by " + way.reader() + ": " + names
                        + (way.reason().isEmpty() ? "" : " (not by pages: " + way.reason() + ")")));
    }

    /**
     * Loads {@code sources}, which the plan scans: all of them are read under the run's options.
     *
     * @throws ExporterException failed, as the first slice that failed did
     */
    void load(List<SourceTable> sources) throws JobInterruptedException {
        int workers = rooms.plan().request().limits().parallelism();
        ExecutorService threads = Executors.newFixedThreadPool(workers, task -> new Thread(task, "scan"));
        try {
            List<Future<Long>> scans = new ArrayList<>();
            for (SourceTable source : sources) {
                session.loadEmpty(source);
                for (Slice slice : snapshot.slices(source, slices(source, workers))) {
                    scans.add(threads.submit(() -> scan(source, slice)));
                }
            }
            for (Future<Long> scan : scans) {
                await(scan);
            }
        } finally {
            threads.shutdownNow();
            awaitEnd(threads);
        }
    }

    private int slices(SourceTable source, int workers) {
        return (int) Math.max(workers, Math.min(10_000, snapshot.size(source).rows() / ROWS_IN_A_SLICE));
    }

    private long scan(SourceTable source, Slice slice) throws JobInterruptedException {
        rooms.stop().check();
        try (Session appending = session.sibling();
                SourceReader rows = snapshot.scan(source, wave.range(), slice, rooms.allocator())) {
            long appended = appending.append(source, rows, rooms.allocator());
            rooms.progress().loading(loaded.addAndGet(appended), expected);
            return appended;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(Future<Long> scan) throws JobInterruptedException {
        try {
            scan.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JobInterruptedException("interrupted while tables were scanned");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof JobInterruptedException stop) {
                throw stop;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** No slice may still be reading when the snapshot is closed. */
    private static void awaitEnd(ExecutorService threads) {
        boolean interrupted = false;
        while (true) {
            try {
                if (threads.awaitTermination(1, TimeUnit.HOURS)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.exporter.run.load;

import dev.exporter.plan.ExporterException;
import dev.exporter.plan.RunPlan;
import dev.exporter.plan.SourceTable;
import dev.exporter.source.RenewedSnapshots;
import dev.exporter.source.Slice;
import dev.exporter.source.SourceReader;
import dev.exporter.source.Way;
import dev.exporter.threads.Uninterrupted;
import dev.exporter.transform.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.springframework.batch.core.job.JobInterruptedException;

/** Scans source tables from end to end into a session's tables, several slices side by side. */
final class TableScans {
    /** Few enough for a snapshot to be renewed and a stop to be heard soon, many enough to be worth a statement. */
    private static final long ROWS_IN_A_SLICE = 400_000;

    /** Scans of the same tables before it is given up: each of them was overtaken by a rebuilding of the source. */
    private static final int MOST_SCANS = 5;

    private final Rooms rooms;
    private final RunPlan.Wave wave;
    private final Session session;
    private final RenewedSnapshots pins;
    private final LoadMeter meter;

    TableScans(Rooms rooms, RunPlan.Wave wave, Session session, RenewedSnapshots pins, LoadMeter meter) {
        this.rooms = rooms;
        this.wave = wave;
        this.session = session;
        this.pins = pins;
        this.meter = meter;
    }

    /** Says by which way the tables are scanned, and why not by the fastest. */
    void announce() {
        Map<Way, String> tables = new LinkedHashMap<>();
        try (RenewedSnapshots.Loan loan = pins.borrow()) {
            for (SourceTable source : rooms.dataset().sources()) {
                if (wave.scans(source)) {
                    tables.merge(loan.snapshot().way(source), source.name(), (one, other) -> one + ", " + other);
                }
            }
        }
        tables.forEach((way, names) -> rooms.progress()
                .information("scanning by " + way.reader() + ": " + names
                        + (way.reason().isEmpty() ? "" : " (not by pages: " + way.reason() + ")")));
    }

    /**
     * Loads {@code sources}, which the plan scans: all of them are read under the run's options. Where a writer
     * renumbers the rows meanwhile, it begins again.
     *
     * @return those that are not loaded and must be read by index: a value that does not fit its column is somewhere in
     *     the table, or rows were found again, as they were written anew while several transactions read the table
     * @throws ExporterException failed, as the first slice that failed did
     */
    List<SourceTable> load(List<SourceTable> sources) throws JobInterruptedException {
        for (int scan = 1; scan <= MOST_SCANS; scan++) {
            ScanOrder order = new ScanOrder(pins);
            Map<SourceTable, String> unfit = loadOnce(sources, order);
            if (sources.isEmpty() || order.isKept()) {
                unfit.forEach(
                        (source, misfit) -> drop(source, "a scan of it meets a value that does not fit: " + misfit));
                List<SourceTable> unloaded = new ArrayList<>(unfit.keySet());
                for (SourceTable source : sources) {
                    if (!unfit.containsKey(source) && isTorn(source)) {
                        drop(source, "some of its rows were written anew while it was scanned");
                        unloaded.add(source);
                    }
                }
                return unloaded;
            }
            sources.forEach(source -> session.drop(source.name()));
            rooms.progress()
                    .information("the source was rebuilt while its tables were scanned: they are scanned again");
        }
        throw ExporterException.failed(
                "source-rebuilt",
                "the source was rebuilt each of " + MOST_SCANS + " times that its tables were scanned",
                sources.get(0).database() + " database",
                "Do not run VACUUM meanwhile, or read with --readBy index",
                null);
    }

    /** A row of other tables that is met twice is found by its partition's rows; one that is looked up would repeat those. */
    private boolean isTorn(SourceTable source) {
        return pins.pins() > 1
                && source.read() instanceof SourceTable.ByKey by
                && session.checks().repeats(source, by.column());
    }

    private void drop(SourceTable source, String reason) {
        session.drop(source.name());
        rooms.progress().information("table " + source.name() + " is read by index, as " + reason);
    }

    /** Returns the tables with a value that does not fit, with what it is. */
    private Map<SourceTable, String> loadOnce(List<SourceTable> sources, ScanOrder order)
            throws JobInterruptedException {
        int workers = rooms.plan().request().limits().parallelism();
        Map<SourceTable, String> unfit = new ConcurrentHashMap<>();
        ExecutorService threads = Executors.newFixedThreadPool(workers, task -> new Thread(task, "scan"));
        try {
            List<Future<SourceTable>> scans = new ArrayList<>();
            for (SourceTable source : sources) {
                session.loadEmpty(source);
                List<Slice> slices = slices(source, workers);
                for (Slice slice : slices) {
                    scans.add(threads.submit(() -> {
                        scan(source, slice, order, unfit);
                        meter.read(source, 1.0 / slices.size());
                        return source;
                    }));
                }
            }
            for (Future<SourceTable> scan : scans) {
                await(scan);
            }
            return unfit;
        } finally {
            threads.shutdownNow();
            // No slice may still be reading when the snapshot is closed.
            Uninterrupted.awaitEnd(threads);
        }
    }

    private List<Slice> slices(SourceTable source, int workers) {
        try (RenewedSnapshots.Loan loan = pins.borrow()) {
            long wanted = meter.rows(source) / ROWS_IN_A_SLICE;
            return loan.snapshot().slices(source, (int) Math.max(workers, Math.min(10_000, wanted)));
        }
    }

    private void scan(SourceTable source, Slice slice, ScanOrder order, Map<SourceTable, String> unfit)
            throws JobInterruptedException {
        rooms.stop().check();
        if (unfit.containsKey(source)) {
            return;
        }
        try (RenewedSnapshots.Loan loan = pins.borrow();
                Session appending = session.sibling();
                SourceReader reader = loan.snapshot().scan(source, wave.range(), slice, rooms.allocator())) {
            appending.append(source, reader, rooms.allocator());
            order.scanned(source, slice, loan.snapshot());
        } catch (ExporterException e) {
            if (!e.problem().code().equals(SourceReader.MISFIT) || source.read() instanceof SourceTable.ByRange) {
                throw e;
            }
            unfit.putIfAbsent(source, e.problem().message());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(Future<SourceTable> scan) throws JobInterruptedException {
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
}

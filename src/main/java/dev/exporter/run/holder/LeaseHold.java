package dev.exporter.run.holder;

import dev.exporter.plan.KeyRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A range held by a lease: a file of this run's own that is written again and again, and that others remove once it was
 * not written for so long. Its holder never makes it again, so that a lease which was taken away stays so.
 */
final class LeaseHold implements RangeHold {
    private final Path file;
    private final KeyRange range;
    private final byte[] note;
    private final LeaseTimes times;
    private final ScheduledExecutorService renewing = Executors.newSingleThreadScheduledExecutor(LeaseHold::daemon);
    private volatile long renewedNanos = System.nanoTime();

    /** @param file is there already, with {@code note} in it */
    LeaseHold(Path file, KeyRange range, byte[] note, LeaseTimes times) {
        this.file = file;
        this.range = range;
        this.note = note.clone();
        this.times = times;
        long millis = times.renewal().toMillis();
        var unused = renewing.scheduleWithFixedDelay(this::renew, millis, millis, TimeUnit.MILLISECONDS);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "lease");
        thread.setDaemon(true);
        return thread;
    }

    /** Writes what is there anyway: the file's time of modification, by its server's clock, is the lease's. */
    private void renew() {
        long now = System.nanoTime();
        if (now - renewedNanos > times.trusted().toNanos()) {
            return; // too late: it may be taken away at this moment
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(note), 0);
            channel.force(true);
            renewedNanos = now;
        } catch (NoSuchFileException e) {
            renewing.shutdown(); // taken away, which requireHeld() tells
        } catch (IOException e) {
            // Tried again; if it goes on for long, requireHeld() tells.
        }
    }

    @Override
    public void requireHeld() {
        if (System.nanoTime() - renewedNanos > times.trusted().toNanos()) {
            throw RangeHold.lost(range, "its lease could not be renewed in time", file);
        }
        if (!Files.exists(file)) {
            throw RangeHold.lost(range, "its lease was taken away", file);
        }
    }

    @Override
    public void close() {
        renewing.shutdownNow();
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // It runs out.
        }
    }
}

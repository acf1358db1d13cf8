package dev.exporter.run.holder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exporter.Await;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.RunId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ranges held where the file system says that it has no locks, in the words of Linux. */
class LeaseTests {
    private static final KeyRange RANGE = new KeyRange(0, 999);
    private static final KeyRange OVERLAPPING = new KeyRange(500, 1499);
    private static final LeaseTimes SHORT = new LeaseTimes(Duration.ofSeconds(3), Duration.ofMillis(100));

    @TempDir
    Path warehouse;

    /** Fails as FileChannel does on such a file system. */
    private record NoLocks(String reason) implements Locking {
        @Override
        public FileLock lock(FileChannel channel) throws IOException {
            throw new IOException(reason);
        }

        @Override
        public FileLock tryLock(FileChannel channel) throws IOException {
            throw new IOException(reason);
        }
    }

    private Holders holders(LeaseTimes times) {
        return new Holders(warehouse, new NoLocks("Function not implemented"), times);
    }

    private static RunId newRun() {
        return RunId.create(Instant.now());
    }

    @Test
    void aLeaseHoldsItsRangeAgainstLeasesAndLocks() {
        RunId run = newRun();
        Holders withoutLocks = new Holders(warehouse, new NoLocks("No locks available"), LeaseTimes.STANDARD);
        try (RangeHold hold = withoutLocks.take(RANGE, run)) {
            hold.requireHeld();

            assertThatThrownBy(() -> holders(LeaseTimes.STANDARD).take(OVERLAPPING, newRun()))
                    .hasMessageContaining("run " + run + ", process "
                            + ProcessHandle.current().pid());
            assertThatThrownBy(() -> holders(LeaseTimes.STANDARD).requireFree(RANGE))
                    .hasMessageContaining(run.text());
            assertThatThrownBy(() -> Holders.of(warehouse).take(RANGE, newRun()))
                    .hasMessageContaining(run.text());
            holders(LeaseTimes.STANDARD)
                    .take(new KeyRange(1000, 1999), newRun())
                    .close();
            hold.requireHeld();
        }
        assertThat(warehouse.resolve(".exporter/locks")).isDirectoryNotContaining(file -> !file.endsWith("folder"));
    }

    @Test
    void aLockOfALivingProcessHoldsItsRangeAgainstLeases() {
        RunId run = newRun();
        try (RangeHold hold = Holders.of(warehouse).take(RANGE, run)) {
            assertThatThrownBy(() -> holders(LeaseTimes.STANDARD).take(OVERLAPPING, newRun()))
                    .hasMessageContaining(run.text());
            hold.requireHeld();
        }
        holders(LeaseTimes.STANDARD).take(OVERLAPPING, newRun()).close();
    }

    @Test
    void aLeaseIsRenewedWhileItsHolderLives() throws Exception {
        RunId run = newRun();
        try (RangeHold hold = holders(SHORT).take(RANGE, run)) {
            Path lease = warehouse.resolve(".exporter/locks/0-999." + run + ".lease");
            FileTime first = Files.getLastModifiedTime(lease);
            Instant taken = Instant.now();

            Await.until(() -> Instant.now().isAfter(taken.plus(SHORT.valid())));

            assertThat(Files.getLastModifiedTime(lease)).isGreaterThan(first);
            assertThatThrownBy(() -> holders(SHORT).take(RANGE, newRun())).hasMessageContaining(run.text());
            hold.requireHeld();
        }
    }

    @Test
    void aLeaseThatRanOutIsTakenAndItsHolderStops() throws Exception {
        RunId stalled = newRun();
        LeaseTimes never = new LeaseTimes(Duration.ofSeconds(60), Duration.ofSeconds(50));
        try (RangeHold hold = holders(never).take(RANGE, stalled)) {
            Path lease = warehouse.resolve(".exporter/locks/0-999." + stalled + ".lease");
            // As if its process had stood still for a minute.
            Files.setLastModifiedTime(lease, FileTime.from(Instant.now().minusSeconds(61)));

            try (RangeHold successor = holders(never).take(OVERLAPPING, newRun())) {
                successor.requireHeld();
                assertThatThrownBy(hold::requireHeld)
                        .isInstanceOfSatisfying(
                                ExporterException.class,
                                lost -> assertThat(lost.problem().code()).isEqualTo("range-lost"))
                        .hasMessageContaining("its lease was taken away");
            }
        }
    }

    @Test
    void aHolderThatCouldNotRenewInTimeNoLongerTrustsItsLease() {
        LeaseTimes times = new LeaseTimes(Duration.ofMillis(200), Duration.ofMillis(199));
        try (RangeHold hold = holders(times).take(RANGE, newRun())) {
            Await.until(() -> isLost(hold));

            assertThatThrownBy(hold::requireHeld).hasMessageContaining("its lease could not be renewed in time");
        }
    }

    @Test
    void otherFailuresToLockAreNotTakenForAFileSystemWithoutLocks() {
        Holders broken = new Holders(warehouse, new NoLocks("Input/output error"), LeaseTimes.STANDARD);

        assertThatThrownBy(() -> broken.take(RANGE, newRun()))
                .isInstanceOfSatisfying(
                        ExporterException.class,
                        failed -> assertThat(failed.problem().code()).isEqualTo("lock-failed"));
    }

    private static boolean isLost(RangeHold hold) {
        try {
            hold.requireHeld();
            return false;
        } catch (ExporterException e) {
            return true;
        }
    }
}

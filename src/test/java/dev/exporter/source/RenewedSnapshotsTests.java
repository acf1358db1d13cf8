package dev.exporter.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exporter.Await;
import dev.exporter.plan.Reader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RenewedSnapshotsTests {
    private static final Duration SHORT = Duration.ofMillis(20);

    @TempDir
    Path directory;

    @Test
    void anOldSnapshotEndsWithItsLastLoanAndTheNextOneSeesWhatWasWrittenMeanwhile() throws Exception {
        TinySource tiny = TinySource.create(directory);
        tiny.change("PRAGMA journal_mode = WAL");
        List<SourceSnapshot> shown = new CopyOnWriteArrayList<>();
        try (SourceDatabases source = tiny.open();
                RenewedSnapshots snapshots = new RenewedSnapshots(source, SHORT, shown::add)) {
            RenewedSnapshots.Loan first = snapshots.borrow();
            long before =
                    first.snapshot().schemaVersion(TinySource.DATASET.sources().get(0));
            Await.until(() -> !shown.isEmpty());
            tiny.change("CREATE TABLE another (a)");
            CompletableFuture<RenewedSnapshots.Loan> second = CompletableFuture.supplyAsync(snapshots::borrow);

            assertThat(first.snapshot()
                            .schemaVersion(TinySource.DATASET.sources().get(0)))
                    .isEqualTo(before);
            assertThat(shown).containsExactly(first.snapshot());
            first.close();

            try (RenewedSnapshots.Loan loan = second.get()) {
                assertThat(loan.snapshot()).isNotSameAs(first.snapshot());
                assertThat(loan.snapshot()
                                .schemaVersion(TinySource.DATASET.sources().get(0)))
                        .isGreaterThan(before);
            }
            assertThat(snapshots.pins()).isEqualTo(2);
        }
    }

    @Test
    void aSnapshotThatNobodyUsesEndsAtItsAge() throws Exception {
        try (SourceDatabases source = TinySource.create(directory).open();
                RenewedSnapshots snapshots = new RenewedSnapshots(source, SHORT, first -> {})) {
            snapshots.borrow().close();

            Await.until(() -> snapshots.longestHeld().compareTo(SHORT) >= 0);
        }
    }

    @Test
    void withoutAnAgeTheFirstSnapshotIsKept() throws Exception {
        try (SourceDatabases source = TinySource.create(directory).open();
                RenewedSnapshots snapshots = new RenewedSnapshots(source, Duration.ZERO, first -> {})) {
            SourceSnapshot first;
            try (RenewedSnapshots.Loan loan = snapshots.borrow()) {
                first = loan.snapshot();
            }
            try (RenewedSnapshots.Loan loan = snapshots.borrow()) {
                assertThat(loan.snapshot()).isSameAs(first);
            }
            assertThat(snapshots.longestHeld()).isZero();
        }
    }

    @Test
    void onceInAWhileANewSnapshotWaitsUntilThereIsNone() throws Exception {
        TinySource tiny = TinySource.create(directory);
        try (SourceDatabases source = SourceDatabases.open(
                TinySource.DATASET, Map.of(), Map.of("tiny", tiny.file()), SHORT, Reader.AUTO, SHORT)) {
            SourceSnapshot first = source.pin();
            long began = System.nanoTime();
            Await.until(() -> System.nanoTime() - began > 2 * SHORT.toNanos());
            CompletableFuture<SourceSnapshot> next = CompletableFuture.supplyAsync(source::pin);

            assertThatThrownBy(() -> next.get(60, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            first.close();
            next.get().close();
        }
    }
}

package dev.exporter.warehouse.runs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.plan.KeyRange;
import dev.exporter.plan.RunId;
import dev.exporter.plan.SourceCount;
import dev.exporter.warehouse.Warehouse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceCountsTests {
    private static final Instant MOMENT = Instant.parse("2026-02-03T04:05:06.789Z");

    @TempDir
    Path directory;

    @Test
    void whatIsNotedIsReadByOthersTheLatestOfEachPartition() throws Exception {
        SourceCounts counts = counts();
        KeyRange one = new KeyRange(0, 9);
        KeyRange other = new KeyRange(10, 19);
        SourceCount earlier = new SourceCount(MOMENT, Map.of("blocks", 10L, "items", 4L));
        SourceCount later = new SourceCount(MOMENT.plusSeconds(1), Map.of("blocks", 10L, "items", 5L));

        counts.add(run(1), 1, Map.of(one, earlier, other, later));
        counts.add(run(2), 1, Map.of(one, later, other, earlier));

        assertThat(counts().read()).isEqualTo(Map.of(one, later, other, later));
        assertThat(notes()).hasSize(1);
    }

    @Test
    void aNoteThatCannotBeReadTellsNothingAndIsReplaced() throws Exception {
        counts().add(run(1), 1, Map.of(new KeyRange(0, 9), new SourceCount(MOMENT, Map.of())));
        Path note = notes().get(0);
        Files.writeString(note, Files.readString(note).substring(7));

        assertThat(counts().read()).isEmpty();

        counts().add(run(1), 2, Map.of(new KeyRange(10, 19), new SourceCount(MOMENT, Map.of())));
        assertThat(counts().read()).containsOnlyKeys(new KeyRange(10, 19));
        assertThat(notes()).hasSize(1);
    }

    /** Each notes beside the others and removes what it has taken over: nothing of any may be lost by that. */
    @Test
    void whatRunsNoteAtTheSameTimeIsKept() throws Exception {
        int runs = 4;
        int waves = 20;
        ExecutorService threads = Executors.newFixedThreadPool(runs);
        List<Callable<Void>> work = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            RunId id = run(run);
            long base = run * 1000L;
            work.add(() -> {
                for (int wave = 1; wave <= waves; wave++) {
                    KeyRange partition = new KeyRange(base + wave * 10, base + wave * 10 + 9);
                    counts().add(id, wave, Map.of(partition, new SourceCount(MOMENT, Map.of("blocks", 1L))));
                }
                return null;
            });
        }
        for (Future<Void> done : threads.invokeAll(work)) {
            done.get();
        }
        threads.shutdown();

        assertThat(counts().read()).hasSize(runs * waves);
    }

    @Test
    void theMomentIsKeptUpToWhichTheTablesHadCaughtUp() throws Exception {
        assertThat(counts().caughtUp()).isEmpty();

        counts().noteCaughtUp(MOMENT);
        assertThat(counts().caughtUp()).contains(MOMENT);

        Files.writeString(directory.resolve("warehouse/.exporter/counts/space/test/caught-up"), "yesterday");
        assertThat(counts().caughtUp()).isEmpty();
    }

    @Test
    void whatAClockThatWasAheadHasNotedTellsNothing() {
        Instant ahead = Instant.now().plus(Duration.ofDays(365));
        KeyRange partition = new KeyRange(0, 9);
        SourceCount right = new SourceCount(MOMENT, Map.of("blocks", 2L));

        counts().noteCaughtUp(ahead);
        counts().add(run(1), 1, Map.of(partition, new SourceCount(ahead, Map.of("blocks", 1L))));
        assertThat(counts().read()).isEmpty();
        assertThat(counts().caughtUp()).isEmpty();

        counts().add(run(2), 1, Map.of(partition, right));
        assertThat(counts().read()).isEqualTo(Map.of(partition, right));
    }

    private SourceCounts counts() {
        return Warehouse.at(directory.resolve("warehouse"), Optional.empty(), "space")
                .sourceCounts("test");
    }

    private static RunId run(int number) {
        return RunId.create(MOMENT.plusMillis(number));
    }

    private List<Path> notes() throws Exception {
        try (var files = Files.list(directory.resolve("warehouse/.exporter/counts/space/test"))) {
            return files.toList();
        }
    }
}

package dev.exporter.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * Maintains a warehouse again and again while exports commit to it and readers scan it: what {@code faults/maintain} runs.
 * Each export gives all data items of a partition another content type, so that a reader can tell which export it sees.
 */
final class MaintainLoop {
    private static final Path FOLDER = Path.of("target", "faults", "maintain").toAbsolutePath();
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final String[] OPTIONS = {
        "--yes", "--keepSnapshots=1", "--grace=" + GRACE.toSeconds() + "s", "--minAge=0s"
    };

    private final SourceGateway gateway;
    private final SmallRuns runs;
    private final AtomicBoolean isOver = new AtomicBoolean();

    private MaintainLoop() throws Exception {
        this.gateway = SourceGateway.demo(FOLDER.resolve("gateway"), KilledExport.FIRST, 600, 2500, 7);
        this.runs = new SmallRuns(FOLDER, gateway, ExporterJar.launched(FOLDER));
    }

    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length == 0 ? 200 : Integer.parseInt(arguments[0]);
        empty();
        System.exit(new MaintainLoop().isFaultless(rounds) ? 0 : 1);
    }

    private boolean isFaultless(int rounds) throws Exception {
        long begin = System.nanoTime();
        runs.exportAll(2, 100);
        LoopExports exports = new LoopExports(gateway, runs, isOver);
        LoopReaders readers = new LoopReaders(runs.tables(), exports, isOver);
        ExecutorService threads = Executors.newFixedThreadPool(3);
        List<Future<?>> others = List.of(
                threads.submit(exports::run),
                threads.submit(readers::readQuickly),
                threads.submit(readers::readSlowly));
        int done = 0;
        long mostBytes = 0;
        try {
            for (; done < rounds && others.stream().noneMatch(Future::isDone); done++) {
                runs.maintain(OPTIONS).requireExit(0);
                mostBytes = Math.max(mostBytes, bytes());
                if (done % 20 == 19) {
                    System.out.printf("%d rounds, %s, %s%n", done + 1, exports, readers);
                }
            }
        } finally {
            isOver.set(true);
        }
        for (Future<?> other : others) {
            other.get(5, TimeUnit.MINUTES);
        }
        threads.shutdown();
        runs.maintain(Stream.concat(Stream.of(OPTIONS), Stream.of("--wait")).toArray(String[]::new))
                .requireExit(0);
        runs.maintainStrictly().requireExit(0);
        runs.tables().requireRowsOf(gateway, KilledExport.FIRST, KilledExport.LAST);
        runs.requireNothingLeft();
        System.out.printf(
                "%d rounds in %d s; %s; %s; at most %.1f times the live bytes on disk%n",
                done, (System.nanoTime() - begin) / 1_000_000_000, exports, readers, (double) mostBytes / bytes());
        return done == rounds;
    }

    /** Of all files in the warehouse. */
    private static long bytes() throws IOException {
        long bytes = 0;
        for (Path file : LeftBehind.filesBelow(FOLDER.resolve("warehouse"))) {
            bytes += Files.exists(file) ? Files.size(file) : 0;
        }
        return bytes;
    }

    private static void empty() throws IOException {
        if (Files.exists(FOLDER)) {
            try (Stream<Path> all = Files.walk(FOLDER)) {
                for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.createDirectories(FOLDER);
    }

    /** What an export has given a partition, by the partition's first height. */
    interface Markers {
        Map<Long, Integer> acknowledged();
    }
}

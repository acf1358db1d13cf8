package dev.exporter.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/** Kills exports for as long as it is told: what {@code faults/run} runs. */
final class FaultLoop {
    private static final Path FOLDER = Path.of("target", "faults").toAbsolutePath();
    private static final Path OTHER_READERS = Path.of("interop", "node_modules", "chdb");
    private static final int COMPARED_BY_OTHERS_ONE_IN = 10;
    private static final int LANES = 2;
    private static final List<List<String>> WAYS = List.of(
            List.of(),
            List.of("--readBy=index"),
            List.of("--readBy=scan", "--spoolLimit=1MB"),
            List.of("--reader=jdbc"));

    private final FaultLoopOptions given;
    private final Random random;
    private final GatewayRows source;

    private FaultLoop(FaultLoopOptions given) throws Exception {
        this.given = given;
        this.random = new Random(given.seed());
        this.source = KilledExport.gateway(emptied(FOLDER.resolve("gateway")), given.seed());
    }

    public static void main(String[] arguments) throws Exception {
        FaultLoopOptions given = FaultLoopOptions.parse(arguments);
        System.out.println("seed " + given.seed());
        FaultLoop loop = new FaultLoop(given);
        boolean faultless = true;
        for (String name : given.repositories()) {
            faultless &= loop.isFaultless(name);
        }
        System.exit(faultless ? 0 : 1);
    }

    private boolean isFaultless(String name) throws Exception {
        if (!name.equals("postgres")) {
            return isFaultless(name, name.equals("h2") ? "h2" : "sqlite");
        }
        try (PostgresServer server = PostgresServer.start()) {
            return isFaultless(name, server.url());
        } catch (TestAbortedException e) {
            System.out.println(name + ": " + e.getMessage());
            return true;
        }
    }

    private boolean isFaultless(String name, String repository) throws Exception {
        Path folder = emptied(FOLDER.resolve(name));
        long begin = System.nanoTime();
        FaultTally tally = new FaultTally();
        KillSchedule schedule = new KillSchedule(given.kills(), milliseconds(folder, repository), random);
        Process asker = name.equals("asked") ? RepositoryAsker.start(folder) : null;
        ExecutorService lanes = Executors.newFixedThreadPool(LANES);
        for (int lane = 1; lane <= LANES; lane++) {
            Lane work = new Lane(name, folder.resolve("lane-" + lane), repository, schedule, tally, random.nextLong());
            lanes.execute(work::run);
        }
        lanes.shutdown();
        boolean ended = lanes.awaitTermination(7, TimeUnit.DAYS);
        String more = asker == null ? "" : said(asker, tally);
        String text = tally.markdown() + "\n\nSeed " + given.seed() + ", " + LANES + " exports at a time, "
                + (System.nanoTime() - begin) / 60_000_000_000L + " minutes." + more;
        System.out.println(text);
        if (given.page().isPresent()) {
            new ReportPage(given.page().get()).replace(name, given.kills(), text);
        }
        return ended && tally.isFaultless();
    }

    /** How long an export takes that is not disturbed. The first one may have a start folder to make. */
    private long milliseconds(Path folder, String repository) throws Exception {
        new FaultCycle(folder.resolve("first"), source, repository, List.of())
                .finish(List.of(), false, new FaultTally());
        long begin = System.nanoTime();
        FaultCycle cycle = new FaultCycle(folder.resolve("second"), source, repository, List.of());
        cycle.finish(List.of(), false, new FaultTally());
        return (System.nanoTime() - begin) / 1_000_000;
    }

    private static String said(Process asker, FaultTally tally) throws Exception {
        try {
            int answers = RepositoryAsker.answers(asker);
            return " The job repositories were asked by another process; they answered " + answers + " times.";
        } catch (AssertionError e) {
            tally.failed(String.valueOf(e.getMessage()));
            return "";
        }
    }

    /** One of the threads that export; takes cycles until no kill is left. */
    private final class Lane {
        private final String name;
        private final Path directory;
        private final String repository;
        private final KillSchedule schedule;
        private final FaultTally tally;
        private final Random own;

        Lane(String name, Path directory, String repository, KillSchedule schedule, FaultTally tally, long seed) {
            this.name = name;
            this.directory = directory;
            this.repository = repository;
            this.schedule = schedule;
            this.tally = tally;
            this.own = new Random(seed);
        }

        void run() {
            int number = 0;
            for (List<Kill> kills = schedule.next(); !kills.isEmpty(); kills = schedule.next()) {
                cycle(directory.resolveSibling(directory.getFileName() + "-" + ++number), kills);
                System.out.printf("%s: %d kills, %d exports%n", name, tally.kills(), tally.exports());
            }
        }

        private void cycle(Path export, List<Kill> kills) {
            List<String> way = WAYS.get(own.nextInt(WAYS.size()));
            boolean byOthers = Files.exists(OTHER_READERS) && own.nextInt(COMPARED_BY_OTHERS_ONE_IN) == 0;
            try {
                FaultCycle cycle = new FaultCycle(export, source, repository, way);
                cycle.kill(kills, schedule, tally);
                cycle.finish(given.clean(), byOthers, tally);
                emptied(export);
            } catch (Exception | AssertionError e) {
                String which =
                        Path.of("").toAbsolutePath().relativize(export.toAbsolutePath()) + " " + way + " " + kills;
                tally.failed(which + ": " + e.getMessage());
                System.out.println("FAILED " + which);
                e.printStackTrace(System.out);
            }
        }
    }

    /** Deletes a folder; its parent is made. */
    private static Path emptied(Path folder) throws IOException {
        while (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            } catch (DirectoryNotEmptyException | UncheckedIOException e) {
                // Whoever asks the job repository has just made a file beside it, or deleted one.
                System.out.println(folder + " is deleted once more: " + e.getMessage());
            }
        }
        Files.createDirectories(folder.resolveSibling(""));
        return folder;
    }
}

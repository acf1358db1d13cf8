package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

/** Lets {@code sync} go on as a service beside a changing gateway for as long as it is told: what {@code faults/sync} runs. */
final class SyncLoop {
    private static final Path FOLDER = Path.of("target", "sync").toAbsolutePath();
    private static final long FIRST = 1_300_000;
    private static final double MB = 1e6;
    private static final int ROUNDS_BETWEEN_UPKEEP = 5;

    private final Random random;
    private final ChangingGateway gateway;
    private final ExportedTables tables = new ExportedTables(FOLDER.resolve("warehouse"));
    private final List<Figures> figures = new ArrayList<>();

    private SyncLoop(long seed) throws Exception {
        this.random = new Random(seed);
        this.gateway = ChangingGateway.of(FOLDER.resolve("gateway"), FIRST, 2000, 20_000, seed);
    }

    /** What there is after a round; bytes are of all tables. */
    private record Figures(int round, long live, long disk, long metadata, int files, long memory, double seconds) {
        String row() {
            return String.format(
                    Locale.ROOT,
                    "| %d | %.2f | %.2f | %.2f | %.2f | %d | %.0f | %.2f |",
                    round,
                    live / MB,
                    disk / MB,
                    (double) disk / live,
                    metadata / MB,
                    files,
                    memory / MB,
                    seconds);
        }
    }

    /** @param arguments the number of rounds, and a seed */
    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : System.nanoTime() & 0xffffff;
        System.out.println("seed " + seed);
        empty();
        new SyncLoop(seed).run(rounds);
    }

    private void run(int rounds) throws Exception {
        ExporterJar.Running service = start();
        try {
            for (int round = 1; round <= rounds; round++) {
                if (round % 10 == 0) {
                    // What only a recheck finds is looked for by a cycle of its own, between two lives of the service.
                    service.signal("TERM").ended().requireExit(143);
                    change();
                    gateway.fillOffsetOfATransaction();
                    sync("--recheckEvery=0s").requireExit(0);
                    service = start();
                } else {
                    change();
                }
                // The first of them may have begun before the change was made.
                long begin = System.nanoTime();
                service.listenAnew();
                service.awaitLog("event=cycle status=done");
                service.awaitLog("event=cycle status=done");
                double seconds = (System.nanoTime() - begin) / 2e9;
                gateway.requireSameIn(tables);
                if (round % ROUNDS_BETWEEN_UPKEEP == 0) {
                    maintain();
                    gateway.requireSameIn(tables);
                }
                figures.add(measured(round, service.pid(), seconds));
                if (round % 10 == 1 || round == rounds) {
                    System.out.println(figures.get(figures.size() - 1).row());
                }
            }
        } finally {
            service.signal("TERM").ended();
        }
        maintain();
        gateway.requireSameIn(tables);
        requireOneFileEach();
        System.out.printf(
                Locale.ROOT,
                "%d rounds: disk / live at most %.2f, metadata at most %.2f MB; one file a partition after the last maintain%n",
                rounds,
                figures.stream()
                        .mapToDouble(one -> (double) one.disk() / one.live())
                        .max()
                        .orElseThrow(),
                figures.stream().mapToDouble(one -> one.metadata() / MB).max().orElseThrow());
    }

    /** The files of each partition are much smaller than what they aim at. */
    private void requireOneFileEach() {
        for (String name : ExportedTables.NAMES) {
            assertThat(tables.files(name).stream().map(file -> file.partition().get(0, Long.class)))
                    .as("partitions of the files of " + name)
                    .doesNotHaveDuplicates();
        }
    }

    private void change() throws Exception {
        for (int i = random.nextInt(5); i > 0; i--) {
            gateway.addBlock();
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            gateway.addLateItem();
        }
        for (int i = random.nextInt(2); i > 0; i--) {
            gateway.addLateTransaction();
        }
        switch (random.nextInt(6)) {
            case 0, 1 -> gateway.fillOffsetOfAnItem();
            case 2, 3 -> gateway.prune(1 + random.nextInt(50));
            case 4 -> gateway.reorganise(gateway.heightWithRows());
            default -> {}
        }
    }

    private ExporterJar.Running start() throws Exception {
        List<String> options = options();
        return ExporterJar.launched(FOLDER)
                .start(options, "--startHeight=" + FIRST, "--heightPartitionSize=500", "--every=500ms")
                .awaitLog("event=cycle status=done");
    }

    /** Beside the service, as its operator would every night. */
    private void maintain() throws Exception {
        List<String> options = List.of("maintain", "--yes", "--keepSnapshots=5", "--grace=5s", "--wait");
        ExporterJar.launched(FOLDER).run(options).requireExit(0);
    }

    private ExporterJar.Ended sync(String... more) throws Exception {
        return ExporterJar.launched(FOLDER).run(options(), more);
    }

    private List<String> options() {
        List<String> options = new ArrayList<>(List.of("sync"));
        options.addAll(gateway.live().options());
        return options;
    }

    private Figures measured(int round, long pid, double seconds) throws IOException {
        long live = 0;
        int files = 0;
        long disk = 0;
        long metadata = 0;
        for (String name : ExportedTables.NAMES) {
            List<Path> paths = tables.paths(name);
            files += paths.size();
            live += bytes(paths);
            disk += bytes(LeftBehind.filesBelow(tables.warehouse().resolve(name).resolve("data")));
            metadata +=
                    bytes(LeftBehind.filesBelow(tables.warehouse().resolve(name).resolve("metadata")));
        }
        return new Figures(round, live, disk, metadata, files, memory(pid), seconds);
    }

    private static long bytes(List<Path> files) {
        return files.stream()
                .mapToLong(file -> {
                    try {
                        return Files.size(file);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .sum();
    }

    /** RssAnon, in bytes. */
    private static long memory(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("RssAnon:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElse(0);
    }

    private static void empty() throws IOException {
        if (Files.exists(FOLDER)) {
            try (Stream<Path> all = Files.walk(FOLDER)) {
                for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
        Files.createDirectories(FOLDER);
    }
}

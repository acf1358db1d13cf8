package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.iceberg.Snapshot;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cycles of {@code sync} beside a gateway that grows, finds rows late, corrects them, prunes and is reorganised. */
@Timeout(900)
class SyncIT {
    private static final long FIRST = 1_300_000;
    private static final int BLOCKS = 450;
    private static final long SEED = 11;

    @TempDir
    static Path shared;

    static Path directory;
    static KeptFolder withoutTables;
    static KeptFolder synced;

    private ChangingGateway gateway;
    private ExportedTables tables;

    @BeforeAll
    static void syncOnce() throws Exception {
        directory = Files.createDirectory(shared.resolve("here"));
        ChangingGateway made = ChangingGateway.of(directory.resolve("gateway"), FIRST, BLOCKS, 1500, SEED);
        withoutTables = KeptFolder.of(directory, shared.resolve("without-tables"));
        new ExporterHere(directory)
                .run(options(made.live()), "--startHeight=" + FIRST, "--heightPartitionSize=100")
                .requireExit(0);
        made.requireSameIn(new ExportedTables(directory.resolve("warehouse")));
        synced = KeptFolder.of(directory, shared.resolve("synced"));
    }

    @BeforeEach
    void begin() throws Exception {
        synced.restore();
        gateway = ChangingGateway.at(directory.resolve("gateway"), FIRST, BLOCKS, SEED);
        tables = new ExportedTables(directory.resolve("warehouse"));
    }

    @Test
    void overTwentyCyclesEveryRowIsThereOnceAndAsItIsNow() throws Exception {
        Random random = new Random(20);
        int appended = 0;
        for (int cycle = 1; cycle <= 20; cycle++) {
            Map<String, Integer> before = snapshots();
            boolean rechecksAll = cycle % 5 == 0;
            change(random, rechecksAll);

            sync(rechecksAll ? "--recheckEvery=0s" : "--recheckEvery=7d").requireExit(0);

            gateway.requireSameIn(tables);
            Map<String, Integer> after = snapshots();
            for (String name : ExportedTables.NAMES) {
                assertThat(count(after, name) - count(before, name))
                        .as(name + ", cycle " + cycle)
                        .isLessThanOrEqualTo(1);
                appended += tables.snapshot(name).operation().equals("append") ? 1 : 0;
            }
        }
        assertThat(appended).as("snapshots that only add files").isPositive();
        // What the hashes say is true: exported again, all partitions are kept.
        List<Path> files = allPaths();
        export("--startHeight=" + FIRST, "--endHeight=latest").requireExit(0);
        assertThat(allPaths()).isEqualTo(files);
    }

    private void change(Random random, boolean withWhatOnlyARecheckFinds) throws Exception {
        for (int i = random.nextInt(4); i > 0; i--) {
            gateway.addBlock();
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            gateway.addLateItem();
        }
        for (int i = random.nextInt(2); i > 0; i--) {
            gateway.addLateTransaction();
        }
        switch (random.nextInt(4)) {
            case 0 -> gateway.fillOffsetOfAnItem();
            case 1 -> gateway.prune(1 + random.nextInt(20));
            case 2 -> gateway.reorganise(gateway.heightWithRows());
            default -> {}
        }
        if (withWhatOnlyARecheckFinds) {
            gateway.fillOffsetOfATransaction();
        }
    }

    @Test
    void aCycleThatFindsNothingCommitsNothingAndOneThatOnlyLooksDoesNotEither() throws Exception {
        Map<String, Integer> before = snapshots();
        List<Path> files = allFiles("warehouse");

        assertThat(sync().requireExit(0).err()).contains("Nothing to do");
        assertThat(allFiles("warehouse")).isEqualTo(files);

        ExporterJar.Ended looked = sync("--recheckEvery=0s", "--json").requireExit(0);
        assertThat(looked.err()).contains("5 partitions read", "5 because their last reading is older");
        assertThat(looked.out()).contains("\"rows\":0", "\"keptPartitions\":5");
        assertThat(snapshots()).isEqualTo(before);
        assertThat(sync().requireExit(0).err()).contains("Nothing to do");
    }

    @Test
    void aPartitionThatOnlyGainedRowsKeepsItsFilesAndGetsOthersBesideThem() throws Exception {
        List<Path> files = allPaths();
        gateway.addLateItem();
        gateway.addLateItem();

        ExporterJar.Ended gained = sync("--json").requireExit(0);

        assertThat(gained.out()).contains("\"name\":\"transactions\",\"rows\":2,");
        assertThat(allPaths()).containsAll(files).hasSizeGreaterThan(files.size());
        gateway.requireSameIn(tables);

        gateway.prune(30);
        gateway.addLateItem();
        sync().requireExit(0);
        assertThat(allPaths()).as("rows that were pruned are no loss").containsAll(files);
        gateway.requireSameIn(tables);

        gateway.fillOffsetOfAnItem();
        assertThat(sync("--json").requireExit(0).out()).containsPattern("\"replacedFiles\":[1-9]");
        gateway.requireSameIn(tables);
    }

    @Test
    void whatOtherExportsHaveReadIsNotReadAgain() throws Exception {
        withoutTables.restore();
        export("--startHeight=" + FIRST, "--endHeight=latest", "--heightPartitionSize=100", "--readBy=scan")
                .requireExit(0);
        assertThat(sync().requireExit(0).err()).contains("Nothing to do");

        gateway.addLateTransaction();
        assertThat(sync().requireExit(0).err()).contains("1 partition read", "1 with another number of rows");
        gateway.requireSameIn(tables);
    }

    @Test
    void theNewestBlocksAreLeftForLaterAsFarAsAsked() throws Exception {
        withoutTables.restore();
        sync("--startHeight=" + FIRST, "--lag=30").requireExit(0);
        gateway.requireSameIn(tables, gateway.stable() - 30);

        sync("--lag=10").requireExit(0);
        gateway.requireSameIn(tables, gateway.stable() - 10);
        sync().requireExit(0);
        gateway.requireSameIn(tables);
    }

    @Test
    void aRangeThatTheSourceHasNotReachedIsToldAndNotTakenForDone() throws Exception {
        withoutTables.restore();

        ExporterJar.Ended far = sync("--startHeight=" + 10 * FIRST, "--json").requireExit(0);
        assertThat(far.err()).contains("reached block " + gateway.stable(), "begins at block " + 10 * FIRST);
        assertThat(far.err()).doesNotContain("Nothing to do");
        assertThat(far.out()).contains("\"warnings\":[\"the source has reached");
        assertThat(sync("--startHeight=" + FIRST, "--lag=5000").requireExit(0).err())
                .contains("the last 5000 are left for later (--lag)");
        assertThat(directory.resolve("warehouse")).doesNotExist();
    }

    @Test
    void withoutTablesItMustBeSaidWhereToBegin() throws Exception {
        withoutTables.restore();
        assertThat(sync().requireExit(2).err()).contains("no tables yet", "--startHeight");
        assertThat(directory.resolve("warehouse")).doesNotExist();
    }

    @Test
    void rowsThatWouldBeLostStopTheCycleUntilTheyAreBack() throws Exception {
        gateway.live().change("core", "CREATE TABLE kept AS SELECT * FROM stable_blocks WHERE height = 1300123");
        gateway.live().change("core", "DELETE FROM stable_blocks WHERE height = 1300123");

        assertThat(sync().requireExit(5).err()).contains("height 1300123", "nothing was changed");
        ExporterJar.Running service = service("--every=300ms").awaitLog("event=cycle ");
        service.awaitLog("event=cycle ");
        gateway.live().change("core", "INSERT INTO stable_blocks SELECT * FROM kept");
        ExporterJar.Ended ended =
                service.awaitLog("event=cycle status=done").signal("TERM").ended();

        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(143);
        assertThat(ended.err()).contains("status=would-lose-rows", "message=");
        sync().requireExit(0);
        gateway.requireSameIn(tables);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM, 143", "INT, 130"})
    void aServiceGoesOnUntilASignalComes(String signalAndCode) throws Exception {
        withoutTables.restore();
        String[] parts = signalAndCode.split(", ", -1);
        ExporterJar.Running service =
                service("--startHeight=" + FIRST, "--every=300ms", "--json").awaitLog("event=cycle ");
        for (int round = 0; round < 3; round++) {
            gateway.addBlock();
            gateway.addLateItem();
            // One of them began after the change.
            service.listenAnew().awaitLog("event=cycle ").awaitLog("event=cycle ");
            gateway.requireSameIn(tables);
        }

        ExporterJar.Ended ended = service.signal(parts[0]).ended();

        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(Integer.parseInt(parts[1]));
        assertThat(ended.out()).contains("\"exitCode\":" + parts[1]);
        assertThat(ended.err().lines()).noneMatch(line -> line.startsWith("event=s"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"after-checkpoint", "after-rename", "between-tables", "in-sweep", "before-status"})
    void anInterruptedCycleIsContinuedFirst(String boundary) throws Exception {
        gateway.addBlock();
        gateway.addLateItem();
        gateway.addLateTransaction();

        ExporterJar.Ended killed = ExporterJar.launched(directory, "-Dexporter.faults=" + boundary + ":1")
                .start(options(gateway.live()))
                .awaitLog("event=fault")
                .kill();
        assertThat(killed.exitCode()).isEqualTo(137);
        gateway.addLateItem();
        sync().requireExit(0);

        gateway.requireSameIn(tables);
        tables.requireNothingElse();
        LeftBehind.by(directory).requireEachCommitOnce(tables);
    }

    @Test
    void aCycleThatWasFoundToDifferDoesNotKeepTheNextFromExporting() throws Exception {
        gateway.addBlock();
        for (int i = 0; i < 3; i++) {
            gateway.addLateItem();
        }
        ExporterJar.Running cycle = ExporterJar.launched(directory, "-Dexporter.faults=between-tables:3")
                .start(options(gateway.live()), "--verify")
                .awaitLog("event=fault");
        for (int i = 0; i < 10; i++) {
            gateway.addLateItem();
        }
        assertThat(cycle.letGoOn().ended().requireExit(3).err()).contains("the tables were committed and differ");

        assertThat(sync("--verify").requireExit(0).err()).contains("with late rows");

        gateway.requireSameIn(tables);
        tables.requireNothingElse();
        assertThat(directory.resolve("staging")).isDirectoryNotContaining("glob:**/job-*");
    }

    @Test
    void aCycleIsVerifiedByThePartitionsThatItHasReadAndNotByThoseBetweenThem() throws Exception {
        gateway.change(
                "core",
                "UPDATE stable_transactions SET offset = 4711 WHERE height BETWEEN " + (FIRST + 200) + " AND "
                        + (FIRST + 299));
        gateway.addItem(FIRST + 3);
        gateway.addBlock();

        assertThat(sync("--verify").requireExit(0).err()).contains("2 partitions read");
    }

    @Test
    void anInterruptedCycleIsGivenUpAlsoWhereNothingIsToBeExportedAnyMore() throws Exception {
        KeptFolder before = KeptFolder.of(directory.resolve("gateway"), shared.resolve("gateway-before"));
        gateway.addLateItem();
        ExporterJar.launched(directory, "-Dexporter.faults=after-rename:1")
                .start(options(gateway.live()))
                .awaitLog("event=fault")
                .kill();
        before.restore();

        sync("--fresh").requireExit(0);

        assertThat(new ExporterHere(directory)
                        .run(List.of("recover"))
                        .requireExit(0)
                        .out())
                .contains("no unfinished runs");
        gateway.requireSameIn(tables);
        tables.requireNothingElse();
    }

    private static int count(Map<String, Integer> counts, String name) {
        return counts.getOrDefault(name, 0);
    }

    private Map<String, Integer> snapshots() {
        Map<String, Integer> counts = new TreeMap<>();
        for (String name : ExportedTables.NAMES) {
            List<Snapshot> snapshots = new ArrayList<>();
            tables.table(name).snapshots().forEach(snapshots::add);
            counts.put(name, snapshots.size());
        }
        return counts;
    }

    private List<Path> allPaths() {
        List<Path> paths = new ArrayList<>();
        ExportedTables.NAMES.forEach(name -> paths.addAll(tables.paths(name)));
        return paths.stream().sorted().toList();
    }

    private List<Path> allFiles(String below) throws Exception {
        try (Stream<Path> files = Files.walk(directory.resolve(below))) {
            return files.filter(file -> !file.getFileName().toString().equals("caught-up"))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> options(SourceGateway gateway) {
        List<String> options = new ArrayList<>(List.of("sync"));
        options.addAll(gateway.options());
        return options;
    }

    private ExporterJar.Ended sync(String... more) throws Exception {
        return new ExporterHere(directory).run(options(gateway.live()), more);
    }

    private ExporterJar.Running service(String... more) throws Exception {
        return ExporterJar.launched(directory).start(options(gateway.live()), more);
    }

    private ExporterJar.Ended export(String... more) throws Exception {
        return new ExporterHere(directory).run(gateway.live().options(), more);
    }
}

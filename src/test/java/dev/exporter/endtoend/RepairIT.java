package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.Await;
import dev.exporter.fault.FaultPoint;
import dev.exporter.operations.control.Control;
import dev.exporter.operations.jobs.Action;
import dev.exporter.operations.jobs.JobFilter;
import dev.exporter.operations.jobs.JobSummary;
import dev.exporter.operations.jobs.RunState;
import dev.exporter.operations.steering.ActionResult;
import dev.exporter.operations.steering.Actor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code exporter verify --repair} makes of tables that differ. */
@Timeout(900)
class RepairIT {
    private static final long FIRST = 1_400_000;
    private static final long LAST = 1_400_999;

    @TempDir
    static Path shared;

    static Path directory;
    static SourceGateway gateway;
    static KeptFolder asExported;

    private ExportedTables exported;
    private Tampering tables;

    @BeforeAll
    static void exportOnce() throws Exception {
        directory = Files.createDirectory(shared.resolve("here"));
        gateway = SourceGateway.demo(directory.resolve("gateway"), FIRST, 1000, 2000, 7);
        List<String> options = new ArrayList<>(gateway.options());
        options.addAll(List.of("--startHeight=" + FIRST, "--endHeight=" + LAST));
        new ExporterHere(directory)
                .run(options, "--heightPartitionSize=250", "--maxFileRows=1000")
                .requireExit(0);
        asExported = KeptFolder.of(directory, shared.resolve("exported"));
    }

    @BeforeEach
    void begin() throws Exception {
        asExported.restore();
        exported = new ExportedTables(directory.resolve("warehouse"));
        tables = new Tampering(directory.resolve("warehouse"));
    }

    @Test
    void damagedAndMissingFilesAreReplacedAndNoOthers() throws Exception {
        Path damaged = tables.files("tags").get(1);
        Path missing = tables.files("blocks").get(2);
        String intact = "height=1400750-1400999";
        List<Path> kept = live(intact);
        Tampering.flipByte(damaged);
        Files.delete(missing);

        ExporterJar.Ended ended = repair().requireExit(0);

        assertThat(ended.err()).contains("different: table tags, partition " + Tampering.partition(damaged));
        assertThat(ended.out()).contains("no differences");
        assertThat(exported.paths("tags")).doesNotContain(damaged);
        assertThat(exported.paths("blocks")).doesNotContain(missing);
        assertThat(live(intact)).isEqualTo(kept);
        exported.requireRowsOf(gateway, FIRST, LAST);
    }

    @Test
    void aRowThatIsThereTwiceThoughTheRecordedHashIsRightIsRepaired() throws Exception {
        tables.rewrite(
                "blocks", tables.files("blocks").get(3), "FROM old UNION ALL (FROM old ORDER BY height LIMIT 1)");

        repair().requireExit(0);

        exported.requireRowsOf(gateway, FIRST, LAST);
    }

    @Test
    void aFileOfAnotherProgramIsReplacedWhereItsRowsAreGivenUp() throws Exception {
        Path foreign = tables.rename("blocks", tables.files("blocks").get(1));

        assertThat(repair().requireExit(5).err())
                .contains("different: table blocks, partition " + Tampering.partition(foreign), "--replace exact");
        repair("--replace=exact").requireExit(0);

        assertThat(exported.paths("blocks")).doesNotContain(foreign);
        exported.requireRowsOf(gateway, FIRST, LAST);
    }

    @Test
    void aFileOfAnotherProgramStopsExportsOfItsPartitionAndOfNoOther() throws Exception {
        Path foreign = tables.rename("blocks", tables.files("blocks").get(1));

        export(FIRST, FIRST + 249).requireExit(0);
        export(FIRST + 500, FIRST + 749).requireExit(0);

        assertThat(export(FIRST, FIRST + 499).requireExit(2).err())
                .contains("another program", foreign.getFileName().toString(), "verify --repair");
        assertThat(exported.paths("blocks")).contains(foreign);
    }

    private static ExporterJar.Ended export(long start, long end) throws Exception {
        return new ExporterHere(directory).run(gateway.options(), "--startHeight=" + start, "--endHeight=" + end);
    }

    @Test
    void rowsThatTheSourceHasPrunedStay() throws Exception {
        List<String> before = exported.rows("transactions");
        String item = prunedItem();
        String height = gateway.text("core", "SELECT min(height) FROM stable_blocks");
        gateway.change("core", "UPDATE stable_blocks SET weave_size = weave_size + 1 WHERE height = " + height);
        prune(item);

        repair().requireExit(0);

        assertThat(exported.rows("transactions")).isEqualTo(before);
        assertThat(exported.rows("blocks")).isEqualTo(gateway.rows("blocks", FIRST, LAST));
    }

    @Test
    void rowsThatOnlyADamagedFileHeldAreNotGivenUpUnasked() throws Exception {
        String item = prunedItem();
        long height = Long.parseLong(
                gateway.text("bundles", "SELECT height FROM stable_data_items WHERE id = x'" + item + "'"));
        prune(item);
        addLateItem(height);
        Path file = tables.files("transactions").stream()
                .filter(one -> Tampering.partition(one).startsWith(Long.toString(height / 250 * 250)))
                .findFirst()
                .orElseThrow();
        Files.delete(file);
        List<Path> before = exported.paths("transactions");

        ExporterJar.Ended stopped = repair().requireExit(5);

        assertThat(stopped.err()).contains("damaged files of table transactions may hold rows", "--replace exact");
        assertThat(exported.paths("transactions")).isEqualTo(before);
        repair("--replace=exact").requireExit(0);
        exported.requireRowsOf(gateway, FIRST, LAST);
    }

    @Test
    void aRepairWhoseProcessDiedGoesOnAsTheRepairThatItIs() throws Exception {
        Path damaged = tables.files("tags").get(1);
        Tampering.flipByte(damaged);
        killRepairAt(FaultPoint.AFTER_CHECKPOINT);

        try (Control control = SteeredExport.control(directory, "sqlite")) {
            JobSummary died = newest(control);
            assertThat(died.requestedRange()).isEqualTo("verify --repair");
            assertThat(died.state()).isEqualTo(RunState.INTERRUPTED);
            ActionResult recovered = control.steering()
                    .act(died.executionId(), Action.RECOVER, Optional.empty(), new Actor("tester", Actor.Via.PAGE));

            assertThat(recovered.accepted()).as(recovered.message()).isTrue();
            Await.until(() -> newest(control).state() == RunState.COMPLETED);
            assertThat(newest(control).run()).isEqualTo(died.run());
            assertThat(newest(control).attempts()).isEqualTo(2);
            Await.until(() -> started().contains("\"exitCode\":0"));
        }
        assertThat(exported.paths("tags")).doesNotContain(damaged);
        exported.requireRowsOf(gateway, FIRST, LAST);
    }

    @Test
    void aRepairThatDiedAfterItsCommitsIsFinishedThoughNothingDiffersAnyMore() throws Exception {
        Tampering.flipByte(tables.files("tags").get(1));
        killRepairAt(FaultPoint.IN_SWEEP);
        JobSummary died = newest();

        new ExporterHere(directory)
                .run(List.of("resume", Long.toString(died.executionId())))
                .requireExit(0);

        assertThat(newest().run()).isEqualTo(died.run());
        assertThat(newest().state()).isEqualTo(RunState.COMPLETED);
        exported.requireRowsOf(gateway, FIRST, LAST);
    }

    @Test
    void anInterruptedRepairIsGivenUpForOneWithOtherOptions() throws Exception {
        Tampering.flipByte(tables.files("tags").get(1));
        killRepairAt(FaultPoint.AFTER_CHECKPOINT);
        String died = newest().run();

        assertThat(repair("--maxFileRows=500").requireExit(2).err()).contains("--fresh");
        repair("--maxFileRows=500", "--commitEvery=1", "--fresh").requireExit(0);

        assertThat(newest().run()).isNotEqualTo(died);
        exported.requireRowsOf(gateway, FIRST, LAST);
    }

    private void killRepairAt(FaultPoint boundary) throws Exception {
        ExporterJar.launched(directory, Kill.At.first(boundary).javaOption())
                .start(repairing())
                .awaitLog("event=fault")
                .kill();
    }

    private static JobSummary newest() {
        try (Control control = SteeredExport.control(directory, "sqlite")) {
            return newest(control);
        }
    }

    private static JobSummary newest(Control control) {
        return control.jobs().list(JobFilter.ALL, Optional.empty(), 1).jobs().get(0);
    }

    /** The result of what was started last. */
    private static String started() {
        try (Stream<Path> files = Files.list(directory.resolve("staging/started"))) {
            Path result = files.filter(file -> file.toString().endsWith(".json"))
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
            return Files.readString(result);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void tablesWithoutDifferencesAreLeftAlone() throws Exception {
        List<Path> before = live("");

        repair().requireExit(0);

        assertThat(live("")).isEqualTo(before);
        assertThat(repair("--offline").requireExit(2).err()).contains("--repair needs to know");
    }

    private String prunedItem() throws Exception {
        return gateway.text("bundles", "SELECT hex(min(id)) FROM stable_data_items WHERE tag_count > 0");
    }

    /** So that there are as many items as before. */
    private void addLateItem(long height) throws Exception {
        gateway.change(
                "bundles",
                "INSERT INTO stable_data_items (id, parent_id, root_transaction_id, height, block_transaction_index, anchor,"
                        + " owner_address, data_offset, data_size, tag_count, indexed_at) SELECT randomblob(32), parent_id,"
                        + " root_transaction_id, height, block_transaction_index, anchor, owner_address, data_offset, data_size, 0,"
                        + " indexed_at FROM stable_data_items WHERE height = " + height + " LIMIT 1");
    }

    private void prune(String item) throws Exception {
        gateway.change(
                "bundles",
                "DELETE FROM stable_data_item_tags WHERE data_item_id = x'" + item + "'",
                "DELETE FROM stable_data_items WHERE id = x'" + item + "'");
    }

    /** The live files of all tables whose paths contain a text. */
    private List<Path> live(String part) {
        return ExportedTables.NAMES.stream()
                .flatMap(name -> exported.paths(name).stream())
                .filter(path -> path.toString().contains(part))
                .toList();
    }

    private ExporterJar.Ended repair(String... more) throws Exception {
        return new ExporterHere(directory).run(repairing(), more);
    }

    private static List<String> repairing() {
        return List.of(
                "verify", "--repair", "--coreDb=" + gateway.file("core"), "--bundlesDb=" + gateway.file("bundles"));
    }
}

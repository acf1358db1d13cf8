package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.exporter.fault.FaultPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The ground that an export stands on gives way while it works: it says so in one sentence, readers see nothing of it,
 * and the same command line goes on once the ground is mended.
 */
@Timeout(300)
class EnvironmentFaultIT {
    @TempDir
    static Path shared;

    static GatewayRows source;

    @TempDir
    Path directory;

    @BeforeAll
    static void makeAGateway() throws Exception {
        source = KilledExport.gateway(shared.resolve("gateway"), 9);
    }

    @Test
    void aFullDiskOfStaging() throws Exception {
        try (MountedDisk disk = MountedDisk.small(directory.resolve("staging"), 64)) {
            KilledExport export =
                    export("--jobRepository=jdbc:sqlite:" + shared.resolve(directory.getFileName() + ".db"));

            ExporterJar.Ended ended = export.brokenAt(Kill.At.first(FaultPoint.AFTER_COUNTS), running -> disk.fill());

            requireOneSentence(ended, "full").doesNotContain("{");
            requireUnchanged(export);
            disk.empty();
            requireGoesOn(export, ended);
        }
    }

    @Test
    void aFullDiskOfStagingAndItsJobRepository() throws Exception {
        try (MountedDisk disk = MountedDisk.small(directory.resolve("staging"), 64)) {
            KilledExport export = export();

            ExporterJar.Ended ended =
                    export.brokenAt(Kill.At.first(FaultPoint.AFTER_CHECKPOINT), running -> disk.fill());

            requireOneSentence(ended, "full").doesNotContain("{");
            requireUnchanged(export);
            disk.empty();
            requireGoesOn(export, ended);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MID_PUBLISH", "AFTER_INVENTORY", "BEFORE_METADATA"})
    void aFullDiskOfTheWarehouse(FaultPoint point) throws Exception {
        try (MountedDisk disk = MountedDisk.small(directory.resolve("warehouse"), 64)) {
            KilledExport export = export();

            ExporterJar.Ended ended = export.brokenAt(Kill.At.first(point), running -> disk.fill());

            requireOneSentence(ended, "the disk of the warehouse is full");
            // A link takes no space: the commit that was under way may be there, but not told to readers.
            if (point != FaultPoint.BEFORE_METADATA) {
                requireUnchanged(export);
            }
            disk.empty();
            requireGoesOn(export, ended);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MID_PUBLISH", "AFTER_INVENTORY"})
    void aFullDiskOfAWarehouseThatHasContent(FaultPoint point) throws Exception {
        try (MountedDisk disk = MountedDisk.small(directory.resolve("warehouse"), 64)) {
            SourceGateway changing = source.gateway().copiedTo(directory.resolve("gateway"));
            KilledExport export = new KilledExport(directory, new GatewayRows(changing, source.rows()), List.of());
            export.finish();
            ExportedTables tables = new ExportedTables(export.warehouse());
            List<Long> snapshots = snapshots(tables);
            // In all three tables.
            changing.change("core", "UPDATE stable_blocks SET weave_size = weave_size + 1");
            changing.change("bundles", "UPDATE stable_data_items SET indexed_at = indexed_at + 1");

            ExporterJar.Ended ended = export.brokenAt(Kill.At.first(point), running -> disk.fill());

            requireOneSentence(ended, "the disk of the warehouse is full");
            assertThat(snapshots(tables)).isEqualTo(snapshots);
            source.requireSameIn(tables);
            disk.empty();
            export.ended().requireExit(0);
            GatewayRows.of(changing, KilledExport.FIRST, KilledExport.LAST).requireSameIn(tables);
        }
    }

    private static List<Long> snapshots(ExportedTables tables) {
        return ExportedTables.NAMES.stream()
                .map(name -> tables.snapshot(name).snapshotId())
                .toList();
    }

    @Test
    void aWarehouseThatIsForReadingOnly() throws Exception {
        Files.createDirectories(directory.resolve("warehouse"));
        KilledExport export = export();
        try (MountedDisk ignored = MountedDisk.readOnly(directory.resolve("warehouse"))) {
            requireOneSentence(export.ended().requireExit(2)).contains("is not writable");
        }

        requireUnchanged(export);
        export.finish();
    }

    @Test
    void aMetadataFolderThatBecomesUnwritableInTheMiddleOfTheCommits() throws Exception {
        KilledExport export = export();
        try (MountedDisk ignored =
                MountedDisk.readOnly(Files.createDirectories(directory.resolve("warehouse/transactions/metadata")))) {
            ExporterJar.Ended ended = export.ended();

            requireOneSentence(ended, "Read-only file system");
            ExportedTables tables = new ExportedTables(export.warehouse());
            RowTexts.requireSame(tables.rows("tags"), source.rows().getOrDefault("tags", List.of()), "tags");
            assertThat(Files.exists(directory.resolve("warehouse/blocks/metadata")))
                    .isFalse();
        }

        export.finish();
    }

    @Test
    void aMetadataFolderThatBecomesUnwritableInTheMiddleOfACommit() throws Exception {
        KilledExport export = export();
        Path metadata = directory.resolve("warehouse/tags/metadata");

        MountedDisk[] disk = new MountedDisk[1];
        ExporterJar.Ended ended = export.brokenAt(
                Kill.At.first(FaultPoint.BEFORE_METADATA), running -> disk[0] = MountedDisk.readOnly(metadata));

        try (MountedDisk ignored = disk[0]) {
            requireOneSentence(ended, "Read-only file system");
            requireUnchanged(export);
        }
        requireGoesOn(export, ended);
    }

    @Test
    void theFolderOfTheRunIsDeletedUnderIt() throws Exception {
        KilledExport export = export();

        ExporterJar.Ended ended =
                export.brokenAt(Kill.At.first(FaultPoint.AFTER_CHECKPOINT), running -> takeRunFolderAway());

        requireOneSentence(ended, "the run's folder was deleted while the run was at work")
                .contains("--resume");
        requireUnchanged(export);
        export.finish();
    }

    @Test
    void allOfStagingIsDeletedUnderARun() throws Exception {
        KilledExport export = export();

        ExporterJar.Ended ended = export.brokenAt(
                Kill.At.first(FaultPoint.AFTER_CHECKPOINT), running -> takeAway(directory.resolve("staging")));

        requireOneSentence(ended, "was deleted while the run was at work").contains("--resume");
        requireUnchanged(export);
        export.finish();
    }

    @Test
    void theCopyOfTheProgressCannotBeWritten() throws Exception {
        KilledExport export = export();

        ExporterJar.Ended ended = export.brokenAt(
                Kill.At.first(FaultPoint.AFTER_COUNTS),
                running -> Files.createDirectory(runFolder().resolve(".checkpoint.part")));

        assertThat(ended.requireExit(0).err()).containsOnlyOnce("without the copy of its progress for people");
        source.requireSameIn(new ExportedTables(export.warehouse()));
        assertThat(LeftBehind.by(directory).files()).isEmpty();
    }

    private Path runFolder() throws IOException {
        try (Stream<Path> folders = Files.list(directory.resolve("staging"))) {
            return folders.filter(Files::isDirectory).findFirst().orElseThrow();
        }
    }

    @Test
    void aStagedFileThatIsCutOffBeforeItIsPublished() throws Exception {
        requireReadAgain(FaultPoint.AFTER_RUN_FILE, bytes -> Arrays.copyOf(bytes, bytes.length / 2));
    }

    @ParameterizedTest
    @EnumSource(names = {"AFTER_RUN_FILE", "AFTER_RENAME"})
    void aStagedFileOfWhichOneBitIsAnotherBeforeItIsPublished(FaultPoint point) throws Exception {
        requireReadAgain(point, bytes -> {
            byte[] changed = bytes.clone();
            changed[bytes.length / 2] ^= 4;
            return changed;
        });
    }

    /** Damages a staged file; where one is published already, of the same partition. */
    private void requireReadAgain(FaultPoint point, UnaryOperator<byte[]> damage) throws Exception {
        KilledExport export = export();
        List<Path> damaged = new ArrayList<>();

        ExporterJar.Ended ended = export.brokenAt(Kill.At.first(point), running -> {
            String partition = LeftBehind.filesBelow(export.warehouse()).stream()
                    .flatMap(file -> partition(file).stream())
                    .findFirst()
                    .orElse("_");
            damaged.add(LeftBehind.filesBelow(directory.resolve("staging")).stream()
                    .filter(file -> file.toString().endsWith(".parquet"))
                    .filter(file -> file.getFileName().toString().contains(partition))
                    .findFirst()
                    .orElseThrow());
            Files.write(damaged.get(0), damage.apply(Files.readAllBytes(damaged.get(0))));
        });

        requireOneSentence(ended, "not what the run wrote").contains("--resume");
        requireUnchanged(export);
        // Also where the process dies that has only just taken this up.
        assertThat(export.killed(Kill.At.first(FaultPoint.AFTER_COUNTS))).isTrue();
        assertThat(damaged.get(0)).doesNotExist();
        export.finish();
    }

    @Test
    void aStagedFileThatIsRestoredAfterItWasFoundDamaged() throws Exception {
        KilledExport export = export();
        Path[] damaged = new Path[1];
        byte[][] whole = new byte[1][];

        ExporterJar.Ended ended = export.brokenAt(Kill.At.first(FaultPoint.AFTER_RUN_FILE), running -> {
            damaged[0] = LeftBehind.filesBelow(directory.resolve("staging")).stream()
                    .filter(file -> file.toString().endsWith(".parquet"))
                    .findFirst()
                    .orElseThrow();
            whole[0] = Files.readAllBytes(damaged[0]);
            Files.delete(damaged[0]);
        });

        requireOneSentence(ended, "neither there nor published");
        requireUnchanged(export);
        Files.write(damaged[0], whole[0]);
        requireGoesOn(export, ended);
    }

    /** {@code _<first>_<last>_} of a data file's name. */
    private static Optional<String> partition(Path file) {
        String[] parts = file.getFileName().toString().split("_", -1);
        return parts.length == 6 ? Optional.of("_" + parts[1] + "_" + parts[2] + "_") : Optional.empty();
    }

    @Test
    void noFileHandlesAreLeft() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/prlimit")), "there is no prlimit here");
        KilledExport export = export();

        ExporterJar.Ended ended = export.brokenAt(Kill.At.first(FaultPoint.AFTER_COUNTS), running -> {
            Process limit = new ProcessBuilder("prlimit", "--pid", Long.toString(running.pid()), "--nofile=8:").start();
            assertThat(limit.waitFor()).isZero();
        });

        requireOneSentence(ended, "open files").contains("ulimit -n");
        requireUnchanged(export);
        requireGoesOn(export, ended);
    }

    @Test
    void aClockThatIsBehindTheLastCommitWhenTheRunIsPlanned() throws Exception {
        KilledExport export = export();
        export.finish();
        Set<Path> before = Set.copyOf(LeftBehind.filesBelow(directory));

        Map<Path, String> right = setCommitsToTomorrow();
        requireOneSentence(export.ended().requireExit(2)).contains("the clock is behind the table's last commit");

        assertThat(LeftBehind.filesBelow(directory))
                .filteredOn(file -> !file.getFileName().toString().matches("out.*\\.txt|jobs\\.db-.*"))
                .allMatch(before::contains);
        restore(right);
        export.finish();
    }

    @Test
    void aClockThatIsSetBackBehindTheLastCommitWhileTheRunWorks() throws Exception {
        KilledExport export = export();
        export.finish();
        Set<Path> before = Set.copyOf(LeftBehind.filesBelow(export.warehouse()));

        List<Map<Path, String>> right = new ArrayList<>();
        ExporterJar.Ended ended =
                export.brokenAt(Kill.At.first(FaultPoint.AFTER_RUN_FILE), running -> right.add(setCommitsToTomorrow()));
        requireOneSentence(ended, "the clock is behind the table's last commit");

        assertThat(LeftBehind.filesBelow(export.warehouse()).stream()
                        .filter(file -> file.toString().endsWith(".metadata.json")))
                .allMatch(before::contains);
        restore(right.get(0));
        requireGoesOn(export, ended);
    }

    /** Gives each table metadata as if its last commit had been made a day later; returns what was there. */
    private Map<Path, String> setCommitsToTomorrow() throws IOException {
        Map<Path, String> right = new TreeMap<>();
        for (String name : ExportedTables.NAMES) {
            Path metadata = directory.resolve("warehouse/" + name + "/metadata/v1.metadata.json");
            right.put(metadata, Files.readString(metadata));
            Files.writeString(metadata, madeTomorrow(Files.readString(metadata)));
        }
        return right;
    }

    private static void restore(Map<Path, String> files) throws IOException {
        for (Map.Entry<Path, String> file : files.entrySet()) {
            Files.writeString(file.getKey(), file.getValue());
        }
    }

    /** A table's metadata as it would be if its last commit had been made a day later. */
    private static String madeTomorrow(String metadata) {
        return Pattern.compile("(\"(?:last-updated|timestamp)-ms\" ?: ?)(\\d+)")
                .matcher(metadata)
                .replaceAll(time -> time.group(1) + (Long.parseLong(time.group(2)) + 86_400_000));
    }

    /** Requires that the run that has failed goes on, and comes to its end. */
    private static void requireGoesOn(KilledExport export, ExporterJar.Ended failed) throws Exception {
        assertThat(export.finish().logged("resume", "run")).isEqualTo(failed.logged("start", "run"));
    }

    private KilledExport export(String... more) {
        return new KilledExport(directory, source, List.of(more));
    }

    private static AbstractStringAssert<?> requireOneSentence(ExporterJar.Ended ended, String contains) {
        ended.requireExit(1);
        return requireOneSentence(ended).contains(contains);
    }

    private static AbstractStringAssert<?> requireOneSentence(ExporterJar.Ended ended) {
        assertThat(ended.err()).as("a stack trace").doesNotContain("\n\tat ");
        List<String> said = ended.err()
                .lines()
                .filter(line -> line.startsWith("exporter: "))
                .toList();
        assertThat(said).as(ended.err()).hasSize(1);
        return assertThat(said.get(0));
    }

    private static void requireUnchanged(KilledExport export) {
        assertThat(new ExportedTables(export.warehouse()).exist())
                .as("whether readers see a table")
                .isFalse();
    }

    private void takeRunFolderAway() throws IOException {
        try (Stream<Path> folders = Files.list(directory.resolve("staging"))) {
            for (Path folder : folders.filter(Files::isDirectory).toList()) {
                takeAway(folder);
            }
        }
    }

    /** All at once: another thread of the run may be writing in it. */
    private void takeAway(Path folder) throws IOException {
        Files.move(folder, directory.resolve("taken-" + folder.getFileName()));
    }
}

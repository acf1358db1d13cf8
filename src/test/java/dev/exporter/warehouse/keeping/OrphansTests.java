package dev.exporter.warehouse.keeping;

import static dev.exporter.warehouse.WarehouseFixture.TABLE;
import static dev.exporter.warehouse.WarehouseFixture.newRun;
import static dev.exporter.warehouse.WarehouseFixture.partition;
import static dev.exporter.warehouse.WarehouseFixture.rewritten;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.RunId;
import dev.exporter.warehouse.Warehouse;
import dev.exporter.warehouse.WarehouseFixture;
import dev.exporter.warehouse.disk.Layout;
import dev.exporter.warehouse.disk.TableFolder;
import dev.exporter.warehouse.iceberg.FolderTableOperations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.iceberg.BaseTable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files of a warehouse nobody needs, and since when that is known. */
class OrphansTests {
    private static final KeyRange BOUNDS = partition(0);

    @TempDir
    Path directory;

    private final Instant sunday = Instant.parse("2026-01-04T00:00:00Z");
    private final Instant monday = Instant.parse("2026-01-05T00:00:00Z");
    private final Instant tuesday = Instant.parse("2026-01-06T00:00:00Z");
    private WarehouseFixture fixture;

    @BeforeEach
    void makeAWarehouse() {
        fixture = new WarehouseFixture(directory);
    }

    private List<Path> orphans() {
        return fixture.warehouse.orphans().all().stream().map(Orphan::path).toList();
    }

    @Test
    void whatRetainedSnapshotsNameIsNeeded() throws Exception {
        fixture.export(BOUNDS, "old", 1, 2);
        fixture.export(BOUNDS, "new", 1, 2);

        assertThat(fixture.find(".*\\.parquet")).hasSize(2);
        assertThat(orphans()).isEmpty();
    }

    @Test
    void whatOnlyExpiredSnapshotsNamedIsNot() throws Exception {
        fixture.export(BOUNDS, "old", 1, 2);
        List<Path> old = fixture.find(".*\\.parquet|inventory.*|snap.*avro");
        fixture.export(BOUNDS, "new", 1, 2);
        Path table = fixture.root.resolve(TABLE);
        new BaseTable(
                        new FolderTableOperations(new TableFolder(TABLE, table, "file://" + table), Files::createLink),
                        TABLE)
                .expireSnapshots()
                .expireOlderThan(Long.MAX_VALUE)
                .retainLast(1)
                .cleanExpiredFiles(false)
                .commit();

        assertThat(orphans()).containsAll(old);
        fixture.warehouse.orphans().all().forEach(fixture.warehouse.orphans()::remove);
        assertThat(fixture.titles()).containsExactly("new 1", "new 2");
        assertThat(fixture.warehouse
                        .table(TABLE)
                        .orElseThrow()
                        .partitions(List.of(BOUNDS))
                        .get(0)
                        .hash())
                .as("what the kept inventory tells")
                .isNotNull();
        fixture.export(BOUNDS, "newer", 3);
        assertThat(fixture.titles()).containsExactly("newer 3");
    }

    @Test
    void whatARunFileNamesIsNeededBeforeItIsCommitted() throws Exception {
        RunId run = newRun();
        fixture.publish(fixture.plan(run, BOUNDS), rewritten(BOUNDS, fixture.stage(run, BOUNDS, 1, "published", 1)));
        fixture.export(partition(10), "other", 11);
        assertThat(orphans()).isEmpty();

        fixture.warehouse.finish(run);

        assertThat(orphans()).isEqualTo(fixture.find("blocks_0_9_.*\\.parquet")).hasSize(1);
    }

    @Test
    void whatAKillLeavesIsFoundAndWhatOthersMadeIsNot() throws Exception {
        fixture.export(BOUNDS, "live", 1);
        Path table = fixture.root.resolve(TABLE);
        Path live = fixture.find(".*\\.parquet").get(0);
        Path copy = Files.copy(live, live.resolveSibling("." + live.getFileName() + ".tmp"));
        Path metadata = Files.createFile(table.resolve("metadata/.5c6e0e0e.tmp"));
        Path inventory = Files.createFile(table.resolve("metadata/inventory-" + newRun() + ".avro"));
        Path note = Files.createFile(fixture.root.resolve(".exporter/runs/.7d.tmp"));
        Files.createFile(table.resolve("data/notes.txt"));
        Files.createFile(table.resolve("metadata/.commit.lock"));
        Path outside = Files.createDirectories(directory.resolve("outside"));
        Files.copy(live, outside.resolve(live.getFileName()));
        Files.createFile(outside.resolve(".9e.tmp"));
        Files.createSymbolicLink(table.resolve("data/height=90-99"), outside);
        Files.createSymbolicLink(
                table.resolve("data/" + live.getFileName().toString().replace("_1_", "_2_")), live);
        Files.createSymbolicLink(fixture.root.resolve("linked"), table);

        assertThat(orphans()).containsExactlyInAnyOrder(copy, metadata, inventory, note);
        assertThat(fixture.warehouse.orphans().all().stream()
                        .filter(orphan -> !orphan.mayBeUnderWay())
                        .toList())
                .isEmpty();
    }

    @Test
    void whatARunLeavesThatIsKilledBeforeTheFirstCommitIsFound() throws Exception {
        RunId run = newRun();
        fixture.publish(fixture.plan(run, BOUNDS), rewritten(BOUNDS, fixture.stage(run, BOUNDS, 1, "never", 1)));
        fixture.warehouse.finish(run);
        Path metadata = Files.createDirectories(fixture.root.resolve(TABLE).resolve("metadata"));
        for (String name : List.of("inventory-" + run + ".avro", "snap-1-1-a.avro", "a-m0.avro", ".5c6e.tmp")) {
            Files.createFile(metadata.resolve(name));
        }

        assertThat(orphans()).hasSize(5).containsAll(fixture.find("blocks_.*\\.parquet"));
        assertThat(fixture.warehouse.orphans().unknownTables()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00000-5c6e0e0e.metadata.json",
                "00000-5c6e0e0e.gz.metadata.json",
                "v1.metadata.json.gz",
                "metadata.json",
                "version-hint.text"
            })
    void whatAnotherCatalogsTableNeedsIsLeft(String trace) throws Exception {
        fixture.export(BOUNDS, "live", 1);
        Path metadata = Files.createDirectories(fixture.root.resolve("other").resolve("metadata"));
        for (String name : List.of(trace, "snap-1-1-a.avro", "a-m0.avro")) {
            Files.createFile(metadata.resolve(name));
        }

        assertThat(orphans()).isEmpty();
        assertThat(fixture.warehouse.orphans().unknownTables()).containsExactly(fixture.root.resolve("other"));
    }

    @Test
    void aTableThatHasLostTheVersionsOfItsMetadataIsLeft() throws Exception {
        fixture.export(BOUNDS, "live", 1);
        for (Path version : fixture.find("v\\d+\\.metadata\\.json")) {
            Files.delete(version);
        }

        assertThat(orphans()).isEmpty();
        assertThat(fixture.warehouse.orphans().unknownTables()).containsExactly(fixture.root.resolve(TABLE));
    }

    @Test
    void aWarehouseThatWasMovedIsRefused() throws Exception {
        fixture.export(BOUNDS, "live", 1);
        Path moved = Files.move(fixture.root, directory.resolve("moved"));

        Orphans unlocated = Warehouse.at(moved, Optional.empty(), "").orphans();
        assertThatThrownBy(unlocated::all).isInstanceOfSatisfying(ExporterException.class, refused -> {
            assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
            assertThat(refused.problem().code()).isEqualTo("table-location-differs");
        });
        Orphans located =
                Warehouse.at(moved, Optional.of("file://" + fixture.root), "").orphans();
        assertThat(located.all()).isEmpty();
    }

    @Test
    void theFirstSightIsKeptFromCallToCallAndNeverInTheFuture() {
        Path one = fixture.root.resolve("blocks/data/one");
        Path two = fixture.root.resolve("blocks/data/two");

        assertThat(fixture.warehouse.orphans().firstSights(List.of(one), monday))
                .isEqualTo(Map.of(one, monday));
        assertThat(new WarehouseFixture(directory).warehouse.orphans().firstSights(List.of(one, two), tuesday))
                .isEqualTo(Map.of(one, monday, two, tuesday));
        // No orphan in between, so that it begins anew; and a clock that was set back.
        assertThat(fixture.warehouse.orphans().firstSights(List.of(two), sunday))
                .isEqualTo(Map.of(two, sunday));
        assertThat(fixture.warehouse.orphans().firstSights(List.of(one, two), tuesday))
                .isEqualTo(Map.of(one, tuesday, two, sunday));
    }

    @Test
    void whatOneNamespaceNotesLeavesTheOthersAlone() {
        List<String> namespaces = List.of("", "a", "b");
        Map<String, Path> files = new HashMap<>();
        for (String namespace : namespaces) {
            Path file = fixture.root.resolve(namespace).resolve("blocks/metadata/snap-1-1-a.avro");
            files.put(namespace, file);
            assertThat(orphans(namespace).firstSights(List.of(file), monday)).isEqualTo(Map.of(file, monday));
        }
        for (String namespace : namespaces) {
            Path file = Objects.requireNonNull(files.get(namespace));
            assertThat(orphans(namespace).firstSights(List.of(file), tuesday)).isEqualTo(Map.of(file, monday));
        }
    }

    private Orphans orphans(String namespace) {
        return Warehouse.at(fixture.root, Optional.empty(), namespace).orphans();
    }

    @Test
    void whatIsNotedOfOneStagingDirectoryLeavesTheOthersAlone() {
        Orphans orphans = fixture.warehouse.orphans();
        Path one = fixture.staging.resolve("job-1");
        Path inner = fixture.staging.resolve("inner/job-1");
        Path file = fixture.root.resolve("blocks/data/one");
        orphans.firstSights(List.of(one), fixture.staging, monday);
        orphans.firstSights(List.of(inner, file), fixture.staging.resolve("inner"), monday);
        orphans.firstSights(List.of(file), tuesday);

        assertThat(orphans.firstSights(List.of(one, file), fixture.staging, tuesday))
                .isEqualTo(Map.of(one, monday, file, monday));
        assertThat(orphans.firstSights(List.of(inner), fixture.staging.resolve("inner"), tuesday))
                .isEqualTo(Map.of(inner, monday));
        assertThat(orphans.firstSights(List.of(file), tuesday)).isEqualTo(Map.of(file, tuesday));
    }

    @Test
    void whatIsAboutToExpireStaysKnownUntilItIsGone() throws Exception {
        fixture.export(BOUNDS, "live", 1);
        Path file = fixture.find(".*\\.parquet").get(0);
        FirstSights sights = new FirstSights(Layout.of(fixture.root, Optional.empty(), ""));
        sights.expire(List.of(file), Duration.ofHours(48));

        fixture.warehouse.orphans().firstSights(List.of(), monday);
        assertThat(fixture.warehouse.orphans().expired()).isEqualTo(Map.of(file, Duration.ofHours(48)));
        Files.delete(file);
        fixture.warehouse.orphans().firstSights(List.of(), monday);
        assertThat(fixture.warehouse.orphans().expired()).isEmpty();
    }

    @Test
    void whatEarlierVersionsHaveNotedIsRead() throws Exception {
        Path file = fixture.root.resolve("blocks/data/one");
        Files.writeString(
                Files.createDirectories(fixture.root.resolve(".exporter")).resolve("first-sights.json"),
                """
                {"formatVersion": 1, "firstSeen": {"%s": "2026-01-05T00:00:00Z"}, "expired": ["%s"]}
                """.formatted(file, file));
        Orphans orphans = fixture.warehouse.orphans();

        assertThat(orphans.expired()).isEqualTo(Map.of(file, Duration.ZERO));
        assertThat(orphans.firstSights(List.of(file), tuesday)).isEqualTo(Map.of(file, monday));
        assertThat(orphans.expired()).isEqualTo(Map.of(file, Duration.ZERO));
    }
}

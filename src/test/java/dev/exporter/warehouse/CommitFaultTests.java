package dev.exporter.warehouse;

import static dev.exporter.warehouse.WarehouseFixture.TABLE;
import static dev.exporter.warehouse.WarehouseFixture.newRun;
import static dev.exporter.warehouse.WarehouseFixture.partition;
import static dev.exporter.warehouse.WarehouseFixture.recentRuns;
import static dev.exporter.warehouse.WarehouseFixture.rewritten;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.RunId;
import dev.exporter.warehouse.commit.TableCommit;
import dev.exporter.warehouse.disk.Layout;
import dev.exporter.warehouse.disk.Placement;
import dev.exporter.warehouse.table.ExistingTable;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commits that die, lose, or do not hear how they ended. */
class CommitFaultTests {
    private static final KeyRange P0 = partition(0);
    private static final KeyRange P1 = partition(10);

    @TempDir
    Path directory;

    private final RunId run = newRun();
    private WarehouseFixture fixture;
    private Path metadata;
    private TableCommit commit;

    @BeforeEach
    void publishARun() throws Exception {
        fixture = new WarehouseFixture(directory);
        metadata = fixture.root.resolve("blocks/metadata");
        fixture.export(P0, "old", 1);
        commit = fixture.publish(fixture.plan(run, P0), rewritten(P0, fixture.stage(run, P0, 1, "new", 2)));
    }

    @Test
    void aProcessThatDiesBeforeTheLinkHasCommittedNothing() throws Exception {
        Warehouse dying = warehouse((name, existing) -> {
            throw new Killed();
        });
        assertThatThrownBy(() -> dying.commit(commit)).isInstanceOf(Killed.class);

        assertThat(fixture.titles()).containsExactly("old 1");
        assertThat(fixture.warehouse.commit(commit).alreadyCommitted()).isFalse();
        assertThat(fixture.titles()).containsExactly("new 2");
    }

    @Test
    void aProcessThatDiesBetweenTheLinkAndTheHintHasCommitted() throws Exception {
        Warehouse dying = warehouse((name, existing) -> {
            Files.createLink(name, existing);
            throw new Killed();
        });
        assertThatThrownBy(() -> dying.commit(commit)).isInstanceOf(Killed.class);

        assertThat(metadata.resolve("version-hint.text")).hasContent("1");
        assertThat(fixture.titles()).containsExactly("new 2");

        TableCommit.Result result = fixture.warehouse.commit(commit);
        assertThat(result.alreadyCommitted()).isTrue();
        assertThat(metadata.resolve("version-hint.text")).hasContent("2");
        assertThat(metadata.resolve("metadata.json"))
                .hasSameTextualContentAs(metadata.resolve("v2.metadata.json"))
                .content()
                .contains("\"current-snapshot-id\":" + result.snapshotId());
    }

    @Test
    void theNextRunGoesOnFromAVersionThatTheHintDoesNotName() throws Exception {
        Warehouse dying = warehouse((name, existing) -> {
            Files.createLink(name, existing);
            throw new Killed();
        });
        assertThatThrownBy(() -> dying.commit(commit)).isInstanceOf(Killed.class);

        fixture.export(P1, "next", 11);

        assertThat(fixture.titles()).containsExactly("new 2", "next 11");
        assertThat(metadata.resolve("version-hint.text")).hasContent("3");
    }

    @Test
    void aLinkThatWasMadeAlthoughAFailureWasToldIsACommit() throws Exception {
        Warehouse failing = warehouse((name, existing) -> {
            Files.createLink(name, existing);
            throw new FileSystemException(name.toString(), null, "connection lost");
        });

        assertThat(failing.commit(commit).alreadyCommitted()).isFalse();
        assertThat(fixture.titles()).containsExactly("new 2");
    }

    @Test
    void aCommitThatReadersCouldNotBeToldOfIsNotDone() throws Exception {
        // What a rename cannot replace.
        Path obstacle = metadata.resolve("metadata.json/obstacle");
        Files.delete(metadata.resolve("metadata.json"));
        Files.createDirectories(obstacle);

        assertThatThrownBy(() -> fixture.warehouse.commit(commit)).isInstanceOf(ExporterException.class);

        assertThat(metadata.resolve("v2.metadata.json")).exists();
        Files.delete(obstacle);
        Files.delete(obstacle.resolveSibling(""));
        assertThat(fixture.warehouse.commit(commit).alreadyCommitted()).isTrue();
        assertThat(metadata.resolve("version-hint.text")).hasContent("2");
        assertThat(metadata.resolve("metadata.json")).hasSameTextualContentAs(metadata.resolve("v2.metadata.json"));
    }

    @Test
    void whereLinksWorkAFailureToLinkIsNoReasonToRename() throws Exception {
        Warehouse failing = warehouse((name, existing) -> {
            if (name.endsWith("v2.metadata.json")) {
                throw new FileSystemException(name.toString(), null, "Input/output error");
            }
            Files.createLink(name, existing);
        });

        assertThatThrownBy(() -> failing.commit(commit))
                .isInstanceOf(ExporterException.class)
                .hasMessageContaining("Input/output error");

        assertThat(fixture.titles()).containsExactly("old 1");
        try (Stream<Path> left = Files.list(metadata)) {
            assertThat(left.map(Path::getFileName).map(Path::toString)).noneMatch(name -> name.endsWith(".tmp"));
        }
        fixture.warehouse.commit(commit);
        assertThat(fixture.titles()).containsExactly("new 2");
    }

    @Test
    void withoutLinksCommitsAreMadeUnderALock() throws Exception {
        Warehouse linkless = warehouse((name, existing) -> {
            throw new UnsupportedOperationException();
        });

        assertThat(linkless.commit(commit).alreadyCommitted()).isFalse();
        assertThat(linkless.commit(commit).alreadyCommitted()).isTrue();
        assertThat(fixture.titles()).containsExactly("new 2");
    }

    @Test
    void aCommitThatLosesTheRaceIsMadeOnTopOfTheWinner() throws Exception {
        int[] races = {0};
        Warehouse losing = warehouse((name, existing) -> {
            if (races[0]++ < 3) {
                overtake(races[0]);
            }
            Files.createLink(name, existing);
        });
        losing.commit(commit);

        assertThat(races[0]).isEqualTo(4);
        assertThat(fixture.titles()).containsExactly("new 2", "winner 11", "winner 21", "winner 31");
        ExistingTable table = fixture.warehouse.table(TABLE).orElseThrow();
        assertThat(recentRuns(table))
                .as("no winner's entry was lost")
                .hasSize(5)
                .contains(run);
        assertThat(table.exported()).containsExactly(new KeyRange(0, 39));
    }

    @Test
    void theSameRangeCommittedMeanwhileByAnotherRunIsAConflict() throws Exception {
        Warehouse overtaken = warehouse((name, existing) -> {
            overtake(0);
            Files.createLink(name, existing);
        });

        assertThatThrownBy(() -> overtaken.commit(commit))
                .isInstanceOfSatisfying(
                        ExporterException.class,
                        e -> assertThat(e.problem().code()).isEqualTo("commit-conflict"));
        assertThat(fixture.titles()).containsExactly("winner 1");
    }

    @Test
    void whatOtherRangesHaveGotIsNoConflictAndAskingWritesNothing() throws Exception {
        assertThat(fixture.warehouse.conflict(commit)).isEmpty();
        overtake(1);
        List<Path> before = fixture.find(".*");

        assertThat(fixture.warehouse.conflict(commit)).isEmpty();

        assertThat(fixture.find(".*")).isEqualTo(before);
        fixture.warehouse.commit(commit);
        assertThat(fixture.warehouse.conflict(commit)).isEmpty();
        assertThat(fixture.titles()).containsExactly("new 2", "winner 11");
    }

    @Test
    void aConflictIsKnownBeforeTheCommit() throws Exception {
        overtake(0);

        assertThat(fixture.warehouse.conflict(commit)).hasValueSatisfying(e -> {
            assertThat(e.problem().code()).isEqualTo("commit-conflict");
            assertThat(e.problem().remedy()).isEqualTo("Nothing was committed; start again with --fresh");
        });
    }

    /** The partition has the files that the plan has read, and the commit fails all the same. */
    @Test
    void alsoWhereWhatAnotherProgramHasAddedIsGoneAgain() throws Exception {
        Table table = new BaseTable(
                fixture.warehouse.operations(
                        Layout.of(fixture.root, Optional.empty(), "").table(TABLE)),
                TABLE);
        DataFile live;
        try (CloseableIterable<FileScanTask> files = table.newScan().planFiles()) {
            live = files.iterator().next().file().copy();
        }
        String added = live.location().replace(".parquet", "-2.parquet");
        table.newAppend()
                .appendFile(DataFiles.builder(table.spec())
                        .copy(live)
                        .withPath(added)
                        .build())
                .commit();
        table.newDelete().deleteFile(added).commit();

        assertThat(fixture.warehouse.conflict(commit)).isPresent();
        assertThatThrownBy(() -> fixture.warehouse.commit(commit))
                .isInstanceOfSatisfying(
                        ExporterException.class,
                        e -> assertThat(e.problem().code()).isEqualTo("commit-conflict"));
    }

    @Test
    void aFileThatIsRemovedRightBeforeTheLinkIsNotCommitted() throws Exception {
        int[] races = {0};
        Warehouse overtaken = warehouse((name, existing) -> {
            if (races[0]++ == 0) {
                // The try after this one does not read the footers again.
                overtake(1);
                Files.delete(fixture.warehouse.dataFile(
                        "height", commit.files().get(0).name()));
            }
            Files.createLink(name, existing);
        });

        assertThatThrownBy(() -> overtaken.commit(commit)).hasMessageContaining("was removed by another process");
        assertThat(races[0]).isEqualTo(1);
        assertThat(fixture.titles()).containsExactly("old 1", "winner 11");
    }

    @Test
    void twoRunsThatMakeTheTableAtTheSameTimeBothKeepTheirRows() throws Exception {
        WarehouseFixture fresh = new WarehouseFixture(directory.resolve("fresh"));
        TableCommit first = fresh.publish(fresh.plan(run, P0), rewritten(P0, fresh.stage(run, P0, 1, "first", 1)));
        int[] races = {0};
        Warehouse losing = WarehouseFixture.linking(fresh.root, (name, existing) -> {
            if (races[0]++ == 0) {
                export(fresh, P1, "second", 11);
            }
            Files.createLink(name, existing);
        });
        losing.commit(first);

        assertThat(fresh.titles()).containsExactly("first 1", "second 11");
    }

    @Test
    void aVersionThatWasRemovedIsNotMadeAgain() throws Exception {
        int[] races = {0};
        Warehouse sleeping = warehouse((name, existing) -> {
            if (races[0]++ == 0) {
                // While this writer sleeps, so much is committed that its version's name becomes free again.
                for (int key = 1; key <= 13; key++) {
                    overtake(key);
                }
                assertThat(name).doesNotExist();
            }
            Files.createLink(name, existing);
        });

        assertThatThrownBy(() -> sleeping.commit(commit))
                .isInstanceOfSatisfying(
                        ExporterException.class,
                        e -> assertThat(e.problem().code()).isEqualTo("commit-state-unknown"));
        assertThat(fixture.titles()).hasSize(14).contains("old 1").doesNotContain("new 2");
        assertThat(fixture.warehouse.commit(commit).alreadyCommitted()).isFalse();
        assertThat(fixture.titles()).hasSize(14).contains("new 2").doesNotContain("old 1");
    }

    @Test
    void oldVersionsAreRemovedAndAStaleChecksumOfTheHintToo() throws Exception {
        Files.writeString(metadata.resolve(".version-hint.text.crc"), "stale");
        for (int key = 1; key <= 14; key++) {
            fixture.export(partition(10L * key), "more", 10L * key);
        }

        assertThat(fixture.find("v\\d+.metadata.json")).hasSize(11);
        assertThat(metadata.resolve(".version-hint.text.crc")).doesNotExist();
        assertThat(metadata.resolve("version-hint.text")).hasContent("15");
        assertThat(fixture.find("\\..*")).as("temporary files").containsExactly(fixture.root.resolve(".exporter"));
    }

    private Warehouse warehouse(Placement.Link link) {
        return WarehouseFixture.linking(fixture.root, link);
    }

    /** Another process commits the partition of 10 * {@code number}. */
    private void overtake(int number) throws IOException {
        export(fixture, partition(10L * number), "winner", 10L * number + 1);
    }

    private static void export(WarehouseFixture fixture, KeyRange bounds, String text, long key) throws IOException {
        try {
            fixture.export(bounds, text, key);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Stands for SIGKILL: no code of ours catches it. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }
}

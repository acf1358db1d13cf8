package dev.exporter.warehouse;

import static dev.exporter.warehouse.WarehouseFixture.TABLE;
import static dev.exporter.warehouse.WarehouseFixture.newRun;
import static dev.exporter.warehouse.WarehouseFixture.partition;
import static dev.exporter.warehouse.WarehouseFixture.recentRuns;
import static dev.exporter.warehouse.WarehouseFixture.rewritten;
import static dev.exporter.warehouse.WarehouseFixture.sha256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.RunId;
import dev.exporter.staging.StagedFile;
import dev.exporter.warehouse.commit.TableCommit;
import dev.exporter.warehouse.disk.Layout;
import dev.exporter.warehouse.disk.Placement;
import dev.exporter.warehouse.runs.Publication;
import dev.exporter.warehouse.runs.RunFile;
import dev.exporter.warehouse.runs.RunFileStore;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublicationTests {
    private static final KeyRange P0 = partition(0);

    @TempDir
    Path directory;

    private final RunId run = newRun();
    private WarehouseFixture fixture;
    private StagedFile staged;
    private Path target;

    @BeforeEach
    void stageAFile() throws Exception {
        fixture = new WarehouseFixture(directory);
        staged = fixture.stage(run, P0, 1, "a", 1, 2);
        target = fixture.warehouse.dataFile("height", staged.name());
    }

    private RunFile runFile(StagedFile... files) {
        return new RunFile(run, "height", List.of(files));
    }

    @Test
    void aFileMovesIntoItsPartitionsFolderAndNoReaderSeesIt() throws Exception {
        fixture.warehouse.publish(runFile(staged), () -> false);

        assertThat(target).isEqualTo(fixture.root.resolve("blocks/data/height=0-9/blocks_0_9_1_" + run + "_1.parquet"));
        assertThat(sha256(target)).isEqualTo(staged.sha256());
        assertThat(staged.path()).doesNotExist();
        assertThat(fixture.warehouse.table(TABLE)).isEmpty();
    }

    @Test
    void theRunFileNamesEveryTargetUntilTheRunIsFinished() throws Exception {
        StagedFile second = fixture.stage(run, partition(10), 1, "b", 11);
        fixture.warehouse.publish(runFile(staged), () -> false);
        fixture.warehouse.publish(runFile(second));

        assertThat(fixture.warehouse.unfinishedRuns()).containsExactly(run);
        assertThat(fixture.warehouse.runFile(run)).contains(runFile(staged, second));
        assertThat(Files.readString(fixture.root.resolve(".exporter/runs/" + run + ".json")))
                .contains("\"target\" : \"blocks/data/height=0-9/" + staged.name(), staged.sha256());

        fixture.warehouse.finish(run);
        fixture.warehouse.finish(run);
        assertThat(fixture.warehouse.unfinishedRuns()).isEmpty();
        assertThat(fixture.warehouse.runFile(run)).isEmpty();
    }

    @Test
    void aFileThatIsPublishedAlreadyIsDoneWhetherOrNotItIsStillStaged() throws Exception {
        fixture.warehouse.publish(runFile(staged), () -> false);
        fixture.warehouse.publish(runFile(staged), () -> false);
        Files.copy(target, staged.path());
        fixture.warehouse.publish(runFile(staged), () -> false);

        assertThat(sha256(target)).isEqualTo(staged.sha256());
    }

    @Test
    void anotherContentUnderTheNameIsNeverOverwritten() throws Exception {
        Files.createDirectories(target.getParent());
        Files.writeString(target, "precious");

        assertThatThrownBy(() -> fixture.warehouse.publish(runFile(staged)))
                .isInstanceOfSatisfying(ExporterException.class, e -> {
                    assertThat(e.problem().code()).isEqualTo("target-differs");
                    assertThat(e.problem().where()).isEqualTo(target.toString());
                });
        assertThat(target).hasContent("precious");
        assertThat(staged.path()).exists();
    }

    @Test
    void aStagedFileThatChangedIsNotPublished() throws Exception {
        byte[] bytes = Files.readAllBytes(staged.path());
        bytes[bytes.length / 2] ^= 1;
        Files.write(staged.path(), bytes);

        assertThatThrownBy(() -> fixture.warehouse.publish(runFile(staged)))
                .hasMessageContaining("not what the run wrote");
        assertThat(target).doesNotExist();
    }

    @Test
    void aFileThatIsNeitherStagedNorPublishedIsNamed() throws Exception {
        Files.delete(staged.path());

        assertThatThrownBy(() -> fixture.warehouse.publish(runFile(staged)))
                .isInstanceOfSatisfying(ExporterException.class, e -> {
                    assertThat(e.exitCode()).isEqualTo(ExitCode.FAILED);
                    assertThat(e.problem().code()).isEqualTo("staged-file-missing");
                    assertThat(e.problem().where()).isEqualTo(staged.path().toString());
                });
    }

    @Test
    void whereFilesCannotBeLinkedTheyAreRenamed() throws Exception {
        Warehouse warehouse = warehouse((name, existing) -> {
            throw new UnsupportedOperationException();
        });
        warehouse.publish(runFile(staged), () -> false);

        assertThat(sha256(target)).isEqualTo(staged.sha256());
        assertThat(staged.path()).doesNotExist();
    }

    @Test
    void aLinkThatWasMadeAlthoughAFailureWasToldIsDone() throws Exception {
        Warehouse warehouse = warehouse((name, existing) -> {
            Files.createLink(name, existing);
            throw new FileSystemException(name.toString(), null, "connection lost");
        });
        warehouse.publish(runFile(staged), () -> false);

        assertThat(sha256(target)).isEqualTo(staged.sha256());
        assertThat(staged.path()).doesNotExist();
    }

    @Test
    void aFileOnAnotherFileSystemIsCopiedBesideItsTargetFirst() throws Exception {
        Placement.Link onlyThere = (name, existing) -> {
            if (!existing.startsWith(fixture.root)) {
                throw new FileSystemException(name.toString(), existing.toString(), "Invalid cross-device link");
            }
            Files.createLink(name, existing);
        };
        Placement placement = new Placement(onlyThere, (complete, to) -> {
            throw new AtomicMoveNotSupportedException(complete.toString(), to.toString(), "");
        });
        Layout layout = Layout.of(fixture.root, Optional.empty(), "");
        new Publication(layout, placement, new RunFileStore(layout, layout.runs()))
                .publish(runFile(staged), () -> false);

        assertThat(sha256(target)).isEqualTo(staged.sha256());
        assertThat(staged.path()).doesNotExist();
        assertThat(fixture.find(".*tmp")).isEmpty();
    }

    @Test
    void aStopAfterAnyLinkIsMadeGoodByPublishingAgain() throws Exception {
        List<StagedFile> files =
                List.of(staged, fixture.stage(run, P0, 2, "a", 3), fixture.stage(run, partition(10), 1, "a", 14));
        Warehouse dying = warehouse((name, existing) -> {
            Files.createLink(name, existing);
            throw new Killed();
        });
        for (int links = 0; links < files.size(); links++) {
            assertThatThrownBy(() -> dying.publish(runFile(files.toArray(StagedFile[]::new))))
                    .isInstanceOf(Killed.class);
        }
        fixture.warehouse.publish(runFile(files.toArray(StagedFile[]::new)));

        for (StagedFile file : files) {
            assertThat(sha256(fixture.warehouse.dataFile("height", file.name())))
                    .isEqualTo(file.sha256());
        }
    }

    @Test
    void anAbandonedRunLeavesNothing() throws Exception {
        fixture.export(partition(10), "other", 11);
        fixture.warehouse.publish(runFile(staged), () -> false);

        fixture.warehouse.discard(run);

        assertThat(target).doesNotExist();
        assertThat(fixture.warehouse.unfinishedRuns()).isEmpty();
        assertThat(fixture.titles()).containsExactly("other 11");
        fixture.warehouse.discard(run);
    }

    @Test
    void aRunThatHasCommittedCannotBeAbandoned() throws Exception {
        TableCommit commit = fixture.publish(fixture.plan(run, P0), rewritten(P0, staged));
        fixture.warehouse.commit(commit);

        assertThatThrownBy(() -> fixture.warehouse.discard(run)).isInstanceOfSatisfying(ExporterException.class, e -> {
            assertThat(e.exitCode()).isEqualTo(ExitCode.REFUSED);
            assertThat(e.problem().remedy()).contains("--resume");
        });
        assertThat(fixture.titles()).containsExactly("a 1", "a 2");
    }

    @Test
    void aRunThatTheTableHasForgottenCannotBeAbandonedWhileItsSnapshotIsThere() throws Exception {
        fixture.warehouse.commit(fixture.publish(fixture.plan(run, P0), rewritten(P0, staged)));
        fixture.forget(run);
        assertThat(recentRuns(fixture.warehouse.table(TABLE).orElseThrow())).doesNotContain(run);

        assertThatThrownBy(() -> fixture.warehouse.discard(run)).isInstanceOf(ExporterException.class);

        assertThat(fixture.titles()).containsExactly("a 1", "a 2");
        assertThat(fixture.find("inventory-.*")).hasSize(1);
    }

    @Test
    void aPublishedFileThatWasCutOffOrReplacedIsNotCommitted() throws Exception {
        TableCommit commit = fixture.publish(fixture.plan(run, P0), rewritten(P0, staged));
        byte[] bytes = Files.readAllBytes(target);

        Files.write(target, java.util.Arrays.copyOf(bytes, bytes.length - 1));
        assertThatThrownBy(() -> fixture.warehouse.commit(commit)).hasMessageContaining("bytes instead of");
        Files.write(target, new byte[bytes.length]);
        assertThatThrownBy(() -> fixture.warehouse.commit(commit)).hasMessageContaining("cannot be read as Parquet");
        Files.delete(target);
        assertThatThrownBy(() -> fixture.warehouse.commit(commit)).hasMessageContaining("is missing");
        assertThat(fixture.warehouse.table(TABLE)).isEmpty();
    }

    @Test
    void aFileWithoutFieldIdsOrWithAnotherNumberOfRowsIsNotCommitted() throws Exception {
        Path file = fixture.staging.resolve(staged.name().toString());
        Files.delete(file);
        WarehouseFixture.query("COPY (SELECT 1::BIGINT AS height) TO '" + file + "' (FORMAT parquet)");
        StagedFile bare = new StagedFile(staged.name(), file, 1, Files.size(file), sha256(file));
        assertThatThrownBy(() -> fixture.warehouse.commit(fixture.publish(fixture.plan(run, P0), rewritten(P0, bare))))
                .hasMessageContaining("field ids");

        RunId other = newRun();
        StagedFile three = fixture.stage(other, P0, 1, "a", 1, 2, 3);
        StagedFile claimed = new StagedFile(three.name(), three.path(), 2, three.bytes(), three.sha256());
        assertThatThrownBy(() ->
                        fixture.warehouse.commit(fixture.publish(fixture.plan(other, P0), rewritten(P0, claimed))))
                .hasMessageContaining("3 rows instead of 2");
    }

    @Test
    void rowsOutsideThePartitionAreNotCommitted() throws Exception {
        RunId strayRun = newRun();
        StagedFile stray = fixture.stage(strayRun, P0, 1, "a", 1, 10);

        assertThatThrownBy(() ->
                        fixture.warehouse.commit(fixture.publish(fixture.plan(strayRun, P0), rewritten(P0, stray))))
                .hasMessageContaining("height from 1 to 10");
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamed() throws Exception {
        Files.writeString(fixture.root, "a file where the warehouse should be");

        assertThatThrownBy(() -> fixture.warehouse.publish(runFile(staged)))
                .isInstanceOfSatisfying(ExporterException.class, e -> {
                    assertThat(e.problem().code()).isEqualTo("warehouse-unusable");
                    assertThat(e.problem().where()).isEqualTo(fixture.root.toString());
                });
    }

    private Warehouse warehouse(Placement.Link link) {
        return new Warehouse(Layout.of(fixture.root, Optional.empty(), ""), link);
    }

    /** Stands for SIGKILL: no code of ours catches it. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }
}

package dev.exporter.warehouse;

import static dev.exporter.warehouse.WarehouseFixture.TABLE;
import static dev.exporter.warehouse.WarehouseFixture.newRun;
import static dev.exporter.warehouse.WarehouseFixture.partition;
import static dev.exporter.warehouse.WarehouseFixture.rewritten;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExportRequest.OnScope;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.RunId;
import dev.exporter.plan.RunPlan;
import dev.exporter.warehouse.commit.TableCommit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a warehouse refuses, and how it names what is damaged. */
class WarehouseRefusalTests extends WarehouseCase {
    private static final KeyRange P0 = partition(0);
    private static final KeyRange P1 = partition(10);

    @Test
    void aPlanThatReadOtherFilesThanThereAreNowIsRefused() throws Exception {
        fixture.export(P0, "old", 1);
        RunId run = newRun();
        RunPlan plan = fixture.plan(run, P0);
        fixture.export(P0, "between", 1);
        TableCommit commit = fixture.publish(plan, rewritten(P0, fixture.stage(run, P0, 1, "late", 1)));

        assertThatThrownBy(() -> warehouse.commit(commit)).isInstanceOfSatisfying(ExporterException.class, e -> {
            assertThat(e.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(e.problem().code()).isEqualTo("commit-conflict");
        });
        assertThat(fixture.titles()).containsExactly("between 1");
    }

    @Test
    void aPlanMadeBeforeTheTableIsRefusedOnceItsPartitionHasFiles() throws Exception {
        RunId run = newRun();
        RunPlan plan = fixture.plan(run, P0);
        fixture.export(P1, "other range", 11);
        TableCommit other = fixture.publish(plan, rewritten(P0, fixture.stage(run, P0, 1, "a", 1)));
        warehouse.commit(other);
        RunId late = newRun();
        RunPlan stale = new WarehouseFixture(directory.resolve("elsewhere")).plan(late, P0);
        TableCommit commit = fixture.publish(stale, rewritten(P0, fixture.stage(late, P0, 1, "b", 1)));

        assertThatThrownBy(() -> warehouse.commit(commit))
                .isInstanceOfSatisfying(
                        ExporterException.class,
                        e -> assertThat(e.problem().code()).isEqualTo("commit-conflict"));
        assertThat(fixture.titles()).containsExactly("a 1", "other range 11");
    }

    @Test
    void aListOfFilesThatIsNotWhatIsLiveIsRefusedAlthoughTheSnapshotIsTheSame() throws Exception {
        fixture.export(P0, "old", 1);
        RunId run = newRun();
        RunPlan plan = fixture.plan(run, P0);
        Long snapshot = plan.table(TABLE).snapshotId();
        RunPlan wrong = new RunPlan(
                plan.formatVersion(),
                run,
                plan.created(),
                plan.dataset(),
                plan.datasetVersion(),
                plan.datasetSha256(),
                plan.requestedRange(),
                plan.range(),
                plan.partitionSize(),
                plan.scope(),
                plan.request(),
                List.of(new RunPlan.TableState(TABLE, snapshot, List.of())),
                plan.waves());
        TableCommit commit = fixture.publish(wrong, rewritten(P0, fixture.stage(run, P0, 1, "new", 1)));

        assertThatThrownBy(() -> warehouse.commit(commit)).hasMessageContaining("the plan read []");
        assertThat(fixture.titles()).containsExactly("old 1");
        assertThat(fixture.find(".*-m0.avro"))
                .as("manifests of the refused try are gone")
                .hasSize(1);
    }

    @Test
    void aTableForAnotherExportIsRefusedWithEveryDifference() throws Exception {
        fixture.export(P0, "a", 1);

        assertThat(warehouse.schemaChanges(
                        WarehouseFixture.dataset(),
                        Map.of("signature", "false"),
                        10,
                        WarehouseFixture.scope(),
                        OnScope.KEEP))
                .isEmpty();
        assertThatThrownBy(() -> warehouse.schemaChanges(
                        WarehouseFixture.dataset(),
                        Map.of("signature", "true"),
                        20,
                        Map.of("signature", "true"),
                        OnScope.KEEP))
                .isInstanceOfSatisfying(ExporterException.class, e -> {
                    assertThat(e.exitCode()).isEqualTo(ExitCode.REFUSED);
                    assertThat(e.problem().message())
                            .contains(
                                    "partition-size is 10, not 20",
                                    "scope.signature is false, not true",
                                    "lacks the column signature binary");
                });
    }

    @Test
    void aTableRecordedElsewhereIsRefusedUntilItsLocationIsGiven() throws Exception {
        fixture.export(P0, "a", 1);
        Path moved = Files.move(fixture.root, directory.resolve("moved"));

        assertThatThrownBy(() -> Warehouse.at(moved, Optional.empty(), "").table(TABLE))
                .isInstanceOfSatisfying(ExporterException.class, e -> {
                    assertThat(e.exitCode()).isEqualTo(ExitCode.REFUSED);
                    assertThat(e.problem().remedy()).contains("--warehouseLocation");
                });
        Warehouse again = Warehouse.at(moved, Optional.of("file://" + fixture.root), "");
        WarehouseFixture there = new WarehouseFixture(directory, again);
        there.export(P1, "b", 11);
        assertThat(there.titles()).containsExactly("a 1", "b 11");
    }

    @Test
    void anotherRootIsRecordedAndANamespaceIsAFolder() throws Exception {
        Warehouse remote =
                Warehouse.at(directory.resolve("a #1 %20 lake"), Optional.of("s3://bucket/lake/"), "default");
        WarehouseFixture there = new WarehouseFixture(directory, remote);
        there.export(P0, "a", 1);
        there.export(P0, "b", 1);

        assertThat(there.titles()).containsExactly("b 1");
        Path metadata = there.root.resolve("default/blocks/metadata/metadata.json");
        assertThat(Files.readString(metadata))
                .contains("\"location\":\"s3://bucket/lake/default/blocks\"")
                .contains("\"manifest-list\":\"s3://bucket/lake/default/blocks/metadata/snap-")
                .doesNotContain("file:");
    }

    @Test
    void aTableOfANewerVersionIsRefused() throws Exception {
        fixture.export(P0, "a", 1);
        Path version = fixture.root.resolve("blocks/metadata/v1.metadata.json");
        Files.writeString(
                version,
                Files.readString(version)
                        .replace("\"exporter.format-version\":\"1\"", "\"exporter.format-version\":\"2\""));

        assertThatThrownBy(() -> warehouse.table(TABLE)).hasMessageContaining("format version 2");
    }

    @Test
    void aManifestThatIsGoneIsNamed() throws Exception {
        fixture.export(P0, "a", 1);
        Path manifest = fixture.find(".*-m0.avro").get(0);
        Files.delete(manifest);

        assertThatThrownBy(() -> warehouse.table(TABLE))
                .isInstanceOfSatisfying(
                        ExporterException.class,
                        e -> assertThat(e.problem().code()).isEqualTo("warehouse-damaged"))
                .hasMessageContaining(manifest.getFileName().toString());
    }

    @Test
    void metadataThatCannotBeReadIsNamed() throws Exception {
        fixture.export(P0, "a", 1);
        Path version = fixture.root.resolve("blocks/metadata/v1.metadata.json");
        for (String damage : List.of("{garbage", "[]", "{}", "")) {
            Files.writeString(version, damage);

            assertThatThrownBy(() -> warehouse.table(TABLE))
                    .isInstanceOfSatisfying(
                            ExporterException.class,
                            e -> assertThat(e.problem().code()).isEqualTo("warehouse-damaged"))
                    .hasMessageContaining(version + " is not valid table metadata");
        }
    }

    @Test
    void aHintAboveEveryVersionIsSetRight() throws Exception {
        fixture.export(P0, "a", 1);
        Path hint = fixture.root.resolve("blocks/metadata/version-hint.text");
        Files.writeString(hint, "7");

        fixture.export(P1, "b", 11);

        assertThat(hint).hasContent("2");
    }

    @Test
    void aTableOfAnotherProgramIsRefusedAndOtherwiseLeftAlone() throws Exception {
        fixture.export(P0, "a", 1);
        Path version = fixture.root.resolve("blocks/metadata/v1.metadata.json");
        Files.writeString(version, Files.readString(version).replace("exporter.format-version", "other.version"));

        assertThat(warehouse.tables()).isEmpty();
        assertThatThrownBy(() -> warehouse.table(TABLE)).hasMessageContaining("was not made by this program");
        warehouse.discard(newRun());
    }

    @Test
    void aLocationThatIsNoUriAndANamespaceWithASlashAreRefused() {
        assertThatThrownBy(() -> Warehouse.at(directory, Optional.of("data/warehouse"), ""))
                .hasMessageContaining("--warehouseLocation");
        assertThatThrownBy(() -> Warehouse.at(directory, Optional.empty(), "../x"))
                .hasMessageContaining("--namespace");
    }
}

package dev.exporter.run.rewrite;

import static dev.exporter.warehouse.WarehouseFixture.newRun;
import static dev.exporter.warehouse.WarehouseFixture.partition;
import static dev.exporter.warehouse.WarehouseFixture.rewritten;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.RunId;
import dev.exporter.plan.TableSpec;
import dev.exporter.warehouse.Warehouse;
import dev.exporter.warehouse.WarehouseFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rewrite from the files that are there to those that take their place. */
class RewritingTests {
    private static final KeyRange BOUNDS = partition(0);

    @TempDir
    Path directory;

    private final RunId run = newRun();
    private WarehouseFixture fixture;
    private Path metadata;

    @BeforeEach
    void exportAPartitionOfTwoFiles() throws Exception {
        fixture = new WarehouseFixture(directory);
        metadata = fixture.root.resolve(WarehouseFixture.TABLE).resolve("metadata");
        RunId first = newRun();
        fixture.warehouse.commit(fixture.publish(
                fixture.plan(first, BOUNDS),
                rewritten(
                        BOUNDS,
                        fixture.stage(first, BOUNDS, 1, "one", 1, 2),
                        fixture.stage(first, BOUNDS, 2, "one", 3))));
        fixture.warehouse.finish(first);
        // Its hashes are made up.
        for (Path inventory : fixture.find("inventory-.*")) {
            Files.delete(inventory);
        }
    }

    @Test
    void twoFilesBecomeOne() throws Exception {
        rewrite(fixture.warehouse);

        requireRewritten();
        assertThat(fixture.find(run + "\\.json")).isEmpty();
    }

    @Test
    void whereItCannotBeToldWhetherACommitIsDoneItsFilesStay() throws Exception {
        Path newest = metadata.resolve("v3.metadata.json");
        Warehouse doubtful = WarehouseFixture.linking(fixture.root, (name, existing) -> {
            Files.createLink(name, existing);
            if (name.endsWith("v2.metadata.json")) {
                // As if the commit were not there when it is looked for.
                Files.copy(metadata.resolve("v1.metadata.json"), newest);
            }
        });

        assertThatThrownBy(() -> rewrite(doubtful))
                .isInstanceOfSatisfying(
                        ExporterException.class,
                        failed -> assertThat(failed.problem().code()).isEqualTo("commit-state-unknown"));

        assertThat(fixture.find("blocks_.*" + run + ".*")).hasSize(1);
        assertThat(fixture.find(run + "\\.json")).hasSize(1);
        Files.delete(newest);
        new Leftovers(fixture.warehouse, fixture.staging).remove();
        requireRewritten();
        assertThat(fixture.find(run + "\\.json")).isEmpty();
    }

    private void rewrite(Warehouse warehouse) {
        TableSpec table =
                RewriteSpec.of(warehouse.table(WarehouseFixture.TABLE).orElseThrow(), WarehouseFixture.dataset());
        try (Rewriting rewriting = Rewriting.begin(
                warehouse,
                run,
                new Rewriting.Settings(fixture.staging, new FileTarget(1000, 1 << 20), 1, 1 << 28, 100))) {
            rewriting.rewrite(List.of(BOUNDS), List.of(table));
        }
    }

    private void requireRewritten() throws Exception {
        assertThat(fixture.titles()).containsExactly("one 1", "one 2", "one 3");
        assertThat(fixture.warehouse.table(WarehouseFixture.TABLE).orElseThrow().files())
                .isEqualTo(fixture.find("blocks_.*" + run + ".*"))
                .hasSize(1);
    }
}

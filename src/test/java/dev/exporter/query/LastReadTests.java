package dev.exporter.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.plan.KeyRange;
import dev.exporter.plan.tables.TableDetail;
import dev.exporter.warehouse.WarehouseCase;
import dev.exporter.warehouse.WarehouseFixture;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.FileSystemUtils;

class LastReadTests extends WarehouseCase {
    private WarehouseTables tables;

    @BeforeEach
    void export() throws Exception {
        tables = WarehouseTables.at(fixture.root, Optional.empty(), "");
        fixture.export(WarehouseFixture.partition(0), "first", 1, 2);
    }

    @Test
    void aTableThatHasNotChangedIsReadOnce() {
        assertThat(table()).isSameAs(table());
    }

    @Test
    void aTableThatWasCommittedToIsReadAgain() throws Exception {
        assertThat(partitions()).containsExactly(WarehouseFixture.partition(0));

        fixture.export(WarehouseFixture.partition(10), "second", 11);

        assertThat(partitions()).containsExactly(WarehouseFixture.partition(0), WarehouseFixture.partition(10));
    }

    @Test
    void aTableThatWasRemovedAndMadeAnewIsReadAgain() throws Exception {
        assertThat(partitions()).containsExactly(WarehouseFixture.partition(0));

        FileSystemUtils.deleteRecursively(fixture.root);
        fixture.export(WarehouseFixture.partition(10), "other", 11, 12);

        assertThat(partitions()).containsExactly(WarehouseFixture.partition(10));
    }

    private TableDetail table() {
        return tables.table(WarehouseFixture.TABLE).orElseThrow();
    }

    private List<KeyRange> partitions() {
        return table().partitions().stream().map(TableDetail.Partition::bounds).toList();
    }
}

package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A row that arrives in the source while its partition is half exported. */
@Timeout(900)
class LateItemIT {
    @TempDir
    Path directory;

    /** Were the tables of a partition read each by itself, the item would be in one of them and not in the other. */
    @Test
    void anItemThatArrivesBetweenAKillAndTheResumeIsNotTornApart() throws Exception {
        SourceGateway gateway = InterruptedExport.gateway(directory.resolve("gateway"));
        InterruptedExport export = new InterruptedExport(directory, gateway, 200, 1);
        export.begin().await(() -> export.staged("tags_").size() >= 2).kill();
        // Files of the first table are staged, and noted; none of the next one is.
        assertThat(export.staged("transactions_")).isEmpty();
        String height = export.staged("tags_").get(0).getFileName().toString().split("_", -1)[1];

        gateway.change(
                "bundles",
                "INSERT INTO stable_data_items (id, parent_id, root_transaction_id, height, block_transaction_index,"
                        + " anchor, owner_address, data_offset, data_size, tag_count, indexed_at)"
                        + " VALUES (x'1a7e', x'01', x'02', " + height + ", 0, x'', x'03', 0, 0, 2, 1)",
                "INSERT INTO stable_data_item_tags (tag_name_hash, tag_value_hash, height, block_transaction_index,"
                        + " data_item_tag_index, data_item_id, parent_id, root_transaction_id)"
                        + " SELECT (SELECT min(hash) FROM tag_names), (SELECT min(hash) FROM tag_values), " + height
                        + ", 0, number, x'1a7e', x'01', x'02' FROM (SELECT 0 AS number UNION ALL SELECT 1)");
        ExporterJar.Ended resumed = export.run("--resume").requireExit(0);

        assertThat(resumed.err()).contains("the source has changed since the run was interrupted");
        ExportedTables tables = export.tables();
        assertThat(tables.rows("transactions"))
                .filteredOn(row -> row.contains(", id=x'1a7e',"))
                .hasSize(1);
        assertThat(tables.rows("tags"))
                .filteredOn(row -> row.contains(", id=x'1a7e',"))
                .hasSize(2);
        assertThat(tables.rowsWithoutTheirTags()).isZero();
        export.requireComplete();
    }
}

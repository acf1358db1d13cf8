package dev.exporter.warehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.exporter.plan.KeyRange;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearsalTests {
    @TempDir
    Path directory;

    /** In an export its failure would not show but as a slower commit. */
    @Test
    void aRehearsalSucceedsAndLeavesNothing() {
        WarehouseFixture fixture = new WarehouseFixture(directory);

        assertThatCode(() -> Warehouse.rehearse(
                        WarehouseFixture.dataset(), fixture.plan(WarehouseFixture.newRun(), new KeyRange(0, 9))))
                .doesNotThrowAnyException();

        assertThat(directory).isEmptyDirectory();
    }
}

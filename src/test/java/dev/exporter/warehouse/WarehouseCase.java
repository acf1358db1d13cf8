package dev.exporter.warehouse;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests that have a warehouse each, in which there is nothing yet. */
public abstract class WarehouseCase {
    @TempDir
    protected Path directory;

    protected WarehouseFixture fixture;
    protected Warehouse warehouse;

    @BeforeEach
    protected void openWarehouse() {
        fixture = new WarehouseFixture(directory);
        warehouse = fixture.warehouse;
    }
}

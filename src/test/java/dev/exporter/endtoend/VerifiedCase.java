package dev.exporter.endtoend;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests of {@code exporter verify}: tables are exported once, and each test has a copy of them to damage. */
abstract class VerifiedCase {
    @TempDir
    static Path exported;

    @TempDir
    Path directory;

    VerifiedTables verified;

    @BeforeAll
    static void export() throws Exception {
        VerifiedTables.export(exported);
    }

    @BeforeEach
    void copy() throws Exception {
        verified = VerifiedTables.copied(exported, directory);
    }
}

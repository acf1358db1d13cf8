package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.fault.FaultPoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The databases become others while a run is under way: by an upgrade of the gateway, or as files. */
@Timeout(900)
class ReplacedSourceIT {
    @TempDir
    Path directory;

    private SourceGateway gateway;
    private InterruptedExport export;

    @BeforeEach
    void makeAGateway() {
        gateway = InterruptedExport.gateway(directory.resolve("gateway"));
        export = new InterruptedExport(directory, gateway, 1000, 1, "--readBy=index");
    }

    @Test
    void aRunDoesNotGoOnWithoutAColumnThatItHasBegunToRead() throws Exception {
        ExporterJar.Ended killed = export.begin(FaultPoint.BETWEEN_PARTITIONS).kill();
        gateway.change("core", "ALTER TABLE stable_blocks RENAME COLUMN nonce TO something");

        ExporterJar.Ended refused = export.run("--resume").requireExit(2);

        assertThat(refused.err())
                .contains("the core database has no column nonce in its table stable_blocks")
                .doesNotContain("\n\tat ");
        assertThat(export.tables().exist()).isFalse();
        gateway.change("core", "ALTER TABLE stable_blocks RENAME COLUMN something TO nonce");
        requireGoesOn(killed);
    }

    @Test
    void aTableThatIsGoneIsNamedAndTheRunCanGoOnWhenItIsBack() throws Exception {
        ExporterJar.Ended killed = export.begin(FaultPoint.BETWEEN_PARTITIONS).kill();
        gateway.change("bundles", "ALTER TABLE stable_data_items RENAME TO something");

        ExporterJar.Ended refused = export.run("--resume").requireExit(2);

        assertThat(refused.err())
                .contains("the bundles database has no table stable_data_items")
                .doesNotContain("\n\tat ");
        gateway.change("bundles", "ALTER TABLE something RENAME TO stable_data_items");
        requireGoesOn(killed);
    }

    @Test
    void aFileThatIsPutInThePlaceOfADatabaseEndsTheRun() throws Exception {
        Path place = gateway.file("bundles");
        Path other = Files.copy(place, directory.resolve("other.db"));
        Path first = directory.resolve("first.db");

        ExporterJar.Running running = export.begin(FaultPoint.BETWEEN_PARTITIONS);
        Files.createLink(first, place);
        Files.move(other, place, StandardCopyOption.REPLACE_EXISTING);
        ExporterJar.Ended ended = running.letGoOn().ended().requireExit(1);

        assertThat(ended.err().lines().filter(line -> line.startsWith("exporter: ")))
                .singleElement()
                .asString()
                .contains("another file was put in the place of the bundles database", place.toString());
        assertThat(ended.err()).doesNotContain("\n\tat ");
        assertThat(export.tables().exist()).isFalse();
        Files.move(first, place, StandardCopyOption.REPLACE_EXISTING);
        requireGoesOn(ended);
    }

    @Test
    void aDatabaseThatIsMountedWithoutItsFolderIsRefused() throws Exception {
        SourceGateway other = SourceGateway.at(Files.createDirectory(directory.resolve("with space")));
        Files.createFile(other.file("core"));
        Files.copy(gateway.file("bundles"), other.file("bundles"));
        try (MountedDisk ignored = MountedDisk.file(gateway.file("core"), other.file("core"))) {
            ExporterJar.Ended refused =
                    new InterruptedExport(directory, other).run().requireExit(2);

            assertThat(refused.err()).contains("the core database is mounted by itself", "Mount the directory");
        }
        assertThat(directory.resolve("staging")).doesNotExist();
    }

    private void requireGoesOn(ExporterJar.Ended ended) throws Exception {
        ExporterJar.Ended resumed = export.run("--resume").requireExit(0);
        assertThat(resumed.logged("resume", "run")).isEqualTo(ended.logged("start", "run"));
        export.requireComplete();
    }
}

package dev.exporter.demo;

import static dev.exporter.demo.Gateway.SMALL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exporter.demo.DemoGateway.Settings;
import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExporterException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoRefusalTests {
    @TempDir
    Path directory;

    @Test
    void aDatabaseOfAnotherMakeIsLeftAlone() throws Exception {
        Path bundles = directory.resolve("bundles.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + bundles);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE stable_data_items (id BLOB)");
        }
        byte[] before = Files.readAllBytes(bundles);

        assertRefused("demo-directory-taken", bundles);

        assertThat(Files.readAllBytes(bundles)).isEqualTo(before);
        assertThat(files()).containsExactly("bundles.db");
    }

    @Test
    void aFileThatIsNoDatabaseIsLeftAlone() throws Exception {
        Path core = Files.writeString(directory.resolve("core.db"), "the notes of a person");

        assertRefused("demo-directory-taken", core);

        assertThat(core).hasContent("the notes of a person");
    }

    @Test
    void aDemoThatIsOpenElsewhereIsLeftAlone() throws Exception {
        DemoGateway.Paths paths = Gateway.create(directory, SMALL);
        String fingerprint = Gateway.fingerprint(paths.coreDb());
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + paths.coreDb());
                Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM tag_values WHERE 0");

            assertRefused("demo-database-in-use", paths.coreDb());
        }
        assertThat(Gateway.fingerprint(paths.coreDb())).isEqualTo(fingerprint);
    }

    @Test
    void anEarlierDemoIsReplaced() throws Exception {
        Gateway.create(directory, SMALL);
        DemoGateway.Paths paths = Gateway.create(directory, new Settings(5, 20, 200, 1, Set.of()));

        assertThat(Gateway.number(paths.bundlesDb(), "SELECT count(*) FROM stable_data_items"))
                .isEqualTo(160);
        assertThat(files()).containsExactly("bundles.db", "core.db");
    }

    @Test
    void aDirectoryThatIsAFileIsRefused() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "");

        assertThatThrownBy(() -> Gateway.create(file, SMALL))
                .isInstanceOfSatisfying(
                        ExporterException.class,
                        e -> assertThat(e.problem().where()).isEqualTo(file.toString()));
    }

    @Test
    void numbersThatAreTooSmallAreRefusedByTheOptionsName() {
        assertThatThrownBy(() -> new Settings(1, 9, 200, 1, Set.of()))
                .hasMessage("the demo needs at least 10, not 9 [--blocks]. Give 10 or more");
        assertThatThrownBy(() -> new Settings(1, 10, 199, 1, Set.of())).hasMessageContaining("--transactions");
        assertThatThrownBy(() -> new Settings(0, 10, 200, 1, Set.of())).hasMessageContaining("--firstHeight");
    }

    @Test
    void anInterruptedDemoLeavesNothingAndKeepsTheInterrupt() throws Exception {
        Thread caller = Thread.currentThread();
        DemoGateway.Progress interrupting = (made, total) -> caller.interrupt();

        assertThatThrownBy(() -> DemoGateway.create(directory, SMALL, interrupting))
                .isInstanceOfSatisfying(
                        ExporterException.class,
                        e -> assertThat(e.problem().code()).isEqualTo("interrupted"));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(files()).isEmpty();
    }

    @Test
    void aFailureOfOneDatabaseStopsTheOtherAndLeavesNothing() throws Exception {
        Files.createDirectories(directory.resolve("core.db.making/occupied"));

        assertThatThrownBy(() -> Gateway.create(directory, SMALL))
                .isInstanceOfSatisfying(
                        ExporterException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.FAILED));

        assertThat(files()).containsExactly("core.db.making");
    }

    private void assertRefused(String code, Path where) {
        assertThatThrownBy(() -> Gateway.create(directory, SMALL))
                .isInstanceOfSatisfying(ExporterException.class, e -> {
                    assertThat(e.exitCode()).isEqualTo(ExitCode.REFUSED);
                    assertThat(e.problem().code()).isEqualTo(code);
                    assertThat(e.problem().where()).isEqualTo(where.toString());
                });
    }

    private Stream<String> files() throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
        }
    }
}

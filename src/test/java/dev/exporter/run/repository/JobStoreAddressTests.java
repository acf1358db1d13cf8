package dev.exporter.run.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exporter.plan.ExporterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobStoreAddressTests {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"plain", "a b", "what?mode=ro", "a#b", "50%41", "semi;colon&x=1", "it's \"quoted\"", "ä€"})
    void sqliteMakesItsFileWhereItShouldBeAndHeedsTheSettings(String name) throws IOException, SQLException {
        Path staging = Files.createDirectory(directory.resolve(name));
        JobStoreAddress address = JobStoreAddress.parse("sqlite", staging, Optional.empty());

        try (Connection connection = DriverManager.getConnection(address.url());
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE jobs (id)");
            assertThat(setting(statement, "journal_mode")).isEqualTo("wal");
            assertThat(setting(statement, "synchronous")).isEqualTo("1");
            assertThat(setting(statement, "busy_timeout")).isEqualTo("30000");
        }
        assertThat(address.isAbsent()).isFalse();
        try (var files = Files.list(staging)) {
            assertThat(files).containsExactly(staging.resolve("jobs.db"));
        }
    }

    @Test
    void aSemicolonInAPathOfH2IsRefused() {
        assertThatThrownBy(() -> JobStoreAddress.parse("h2", directory.resolve("a;INIT=b"), Optional.empty()))
                .isInstanceOf(ExporterException.class)
                .hasMessageContaining("semicolon");
    }

    private static String setting(Statement statement, String name) throws SQLException {
        try (ResultSet row = statement.executeQuery("PRAGMA " + name)) {
            return row.getString(1);
        }
    }
}

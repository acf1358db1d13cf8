package dev.exporter.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exporter.transform.file.ReadOnlyTables;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TimeBoundTests {
    /** Hours of work. */
    private static final String ENDLESS =
            "SELECT max(hash(a.range, b.range)) FROM range(10000000) a, range(10000000) b";

    @Test
    @Timeout(60)
    void aStatementThatTakesTooLongIsEnded() throws SQLException {
        try (Connection connection = ReadOnlyTables.open(List.of(), 100_000_000);
                PreparedStatement statement = connection.prepareStatement(ENDLESS);
                TimeBound bound = TimeBound.on(statement, Duration.ofMillis(500))) {
            assertThatThrownBy(() -> first(statement)).isInstanceOf(SQLException.class);
            assertThat(bound.isExceeded()).isTrue();
        }
    }

    @Test
    void oneThatEndsInTimeIsLeftAlone() throws SQLException {
        try (Connection connection = ReadOnlyTables.open(List.of(), 100_000_000);
                PreparedStatement statement = connection.prepareStatement("SELECT 42");
                TimeBound bound = TimeBound.on(statement, Duration.ofMinutes(1))) {
            assertThat(first(statement)).isEqualTo(42);
            assertThat(bound.isExceeded()).isFalse();
        }
    }

    private static long first(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }
}

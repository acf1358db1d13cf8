package dev.exporter.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exporter.transform.file.ReadOnlyTables;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryRowsTests {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT error('boom')                    | boom",
                "SELECT 1 AS a, CAST('x' AS INT) AS a;   | Could not convert string 'x' to INT32",
                "SELECT nothing                          | was not found"
            })
    void aQueryThatFailsAtOnceTellsWhy(String sql, String why) throws SQLException {
        try (Connection connection = connection()) {
            assertThatThrownBy(() -> QueryRows.of(connection, sql).close())
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining(why);
        }
    }

    @Test
    void aQueryThatFailsAfterManyRowsTellsWhy() throws SQLException {
        String sql = "SELECT CASE WHEN i = 999999 THEN error('late') END FROM range(1000000) t(i)";
        try (Connection connection = connection()) {
            assertThatThrownBy(() -> readToTheEnd(connection, sql)).hasMessageContaining("late");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Conversion Error: Failure in decode: could not convert | Write try(...) around the expression",
                "Out of Memory Error: could not allocate block          | Raise --memoryLimit",
                "Binder Error: Referenced column \"x\" not found         | The tables are"
            })
    void aFailureIsAnsweredByItsKind(String message, String remedy) {
        assertThat(WarehouseQuery.remedy(message, "The tables are blocks, tags"))
                .startsWith(remedy);
    }

    /** At half past two of that day there was no time of day in Berlin. */
    @ParameterizedTest
    @CsvSource({
        "TIMESTAMP '2026-03-29 02:30:00', 2026-03-29 02:30:00",
        "TIMESTAMP_S '2026-03-29 02:30:00', 2026-03-29 02:30:00",
        "TIMESTAMP_MS '2026-03-29 02:30:00.5', 2026-03-29 02:30:00.5",
        "TIMESTAMP_NS '2026-03-29 02:30:00.000000001', 2026-03-29 02:30:00.000000001",
        "make_timestamp(1774751400000000), 2026-03-29 02:30:00"
    })
    void aTimestampIsPrintedAsItIsWhereverTheMachineStands(String sql, String text) throws SQLException {
        TimeZone here = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
        try (Connection connection = connection();
                QueryRows rows = QueryRows.of(connection, "SELECT " + sql)) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.value(0)).isEqualTo(text);
        } finally {
            TimeZone.setDefault(here);
        }
    }

    private static void readToTheEnd(Connection connection, String sql) throws SQLException {
        try (QueryRows rows = QueryRows.of(connection, sql)) {
            while (rows.next()) {
                assertThat(rows.value(0)).isNull();
            }
        }
    }

    private static Connection connection() {
        return ReadOnlyTables.open(List.of(), 100_000_000);
    }
}

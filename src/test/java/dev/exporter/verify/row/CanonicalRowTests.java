package dev.exporter.verify.row;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.plan.ColumnSpec;
import dev.exporter.plan.ColumnSpec.Bounds;
import dev.exporter.plan.ColumnType;
import dev.exporter.plan.ContentHash;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows in canonical form, taken from SQLite. */
class CanonicalRowTests {
    private static final List<ColumnSpec> COLUMNS = List.of(
            column(7, "note", "string"),
            column(1, "height", "long"),
            column(2, "id", "binary"),
            column(3, "index", "int"),
            column(4, "amount", "decimal(20,0)"),
            column(5, "flag", "boolean"));

    private static ColumnSpec column(int id, String name, String type) {
        return new ColumnSpec(id, name, ColumnType.parse(type), false, Bounds.FULL, false, null);
    }

    /** The figures of docs/content-hash.md. */
    @Test
    void theDocumentsExampleHasItsHash() throws Exception {
        String rows = "SELECT 5, x'ff00', -1, '-7', 1, 'é' UNION ALL SELECT 6, x'', NULL, NULL, 0, ''";

        assertThat(hash(rows)).hasToString("2:1b457b321cf2c2de78187c0c90a044e1");
    }

    @Test
    void aRowThatIsThereTwiceCountsTwice() throws Exception {
        String row = "SELECT 5, x'ff00', -1, '-7', 1, 'é'";

        assertThat(hash(row + " UNION ALL " + row)).hasToString("2:3287887864486588e5758b8bc0a88990");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "9223372036854775808",
                "-9223372036854775809",
                "99999999999999999999",
                "123456789012345678"
            })
    void decimalsAreShownAsTheyWere(String number) throws Exception {
        assertThat(values("SELECT 5, x'', 0, '" + number + "', 1, ''").text("amount"))
                .isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'5', x'', 0, '7', 1, ''",
                "5.0, x'', 0, '7', 1, ''",
                "5, '', 0, '7', 1, ''",
                "5, x'', 0, '07', 1, ''",
                "5, x'', 0, 7, 1, ''",
                "5, x'', 0, '7', 1, x''",
            })
    void aValueOfAnotherTypeEqualsNoOther(String row) throws Exception {
        RowValues plain = values("SELECT 5, x'', 0, '7', 1, ''");

        assertThat(plain.differing(values("SELECT " + row))).hasSize(1);
    }

    @Test
    void columnsThatDifferAreNamed() throws Exception {
        RowValues row = values("SELECT 5, x'ab', 0, '7', 1, 'a'");
        RowValues other = values("SELECT 5, x'ab', NULL, '7', 1, 'b'");

        assertThat(row.differing(other)).containsExactly("index", "note");
        assertThat(row.isSame(other, List.of("height", "id"))).isTrue();
        assertThat(row.text(List.of("height", "id"))).isEqualTo("height 5, id ab");
        assertThat(other.text(List.of("index", "flag", "note"))).isEqualTo("index NULL, flag true, note 'b'");
    }

    private static ContentHash hash(String sql) throws Exception {
        RowSum sum = new RowSum();
        for (CanonicalRow row : rows(sql)) {
            sum.add(row.hash());
        }
        return sum.hash();
    }

    private static RowValues values(String sql) throws Exception {
        return rows(sql).get(0).values();
    }

    /** The columns of a query stand in the order of their field ids. */
    private static List<CanonicalRow> rows(String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<CanonicalRow> rows = new ArrayList<>();
            while (result.next()) {
                CanonicalRow row = new CanonicalRow(COLUMNS, ResultSet::getBytes);
                row.takeOdd(result, 1);
                CanonicalRow plain = new CanonicalRow(COLUMNS, ResultSet::getBytes);
                plain.take(result, 1);
                rows.add(isPlain(result) ? plain : row);
            }
            return rows;
        }
    }

    private static boolean isPlain(ResultSet row) throws Exception {
        return row.getObject(1) instanceof Integer
                && row.getObject(2) instanceof byte[]
                && !(row.getObject(4) instanceof Integer)
                && !(row.getObject(6) instanceof byte[]);
    }
}

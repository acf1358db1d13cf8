package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Blob;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Rows as text that is equal exactly where the values are, whichever database they come from. */
final class RowTexts {
    /** Whole numbers that SQLite keeps as text. */
    private static final Set<String> DECIMALS = Set.of("quantity", "reward");

    private RowTexts() {}

    /** The remaining rows, each with its columns in the order of their names. */
    static List<String> of(ResultSet rows) throws SQLException {
        TreeMap<String, Integer> columns = new TreeMap<>();
        for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
            columns.put(rows.getMetaData().getColumnLabel(column).toLowerCase(Locale.ROOT), column);
        }
        List<String> texts = new ArrayList<>();
        while (rows.next()) {
            StringJoiner row = new StringJoiner(", ", "{", "}");
            for (Map.Entry<String, Integer> column : columns.entrySet()) {
                row.add(column.getKey() + "=" + text(column.getKey(), rows.getObject(column.getValue())));
            }
            texts.add(row.toString());
        }
        return texts;
    }

    static String text(String column, @Nullable Object value) throws SQLException {
        if (value == null) {
            return "NULL";
        }
        if (value instanceof byte[] bytes) {
            return "x'" + HexFormat.of().formatHex(bytes) + "'";
        }
        if (value instanceof Blob blob) {
            return "x'" + HexFormat.of().formatHex(blob.getBytes(1, (int) blob.length())) + "'";
        }
        if (value instanceof Boolean flag) {
            return flag ? "1" : "0";
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.toBigIntegerExact().toString();
        }
        if (value instanceof String string) {
            return DECIMALS.contains(column) ? new BigInteger(string).toString() : "'" + string + "'";
        }
        return value.toString();
    }

    /** Fails with some of the rows that only one side holds, or holds more often. */
    static void requireSame(List<String> actual, List<String> expected, String what) {
        if (actual.equals(expected)) {
            return;
        }
        String difference = "missing " + without(expected, actual) + "\nsurplus " + without(actual, expected);
        assertThat(difference)
                .as("%d rows of %s for %d in the source", actual.size(), what, expected.size())
                .isEqualTo("missing []\nsurplus []");
    }

    /** The first few rows that {@code rows} has more often than {@code others}. */
    private static List<String> without(List<String> rows, List<String> others) {
        Map<String, Integer> counts = new HashMap<>();
        others.forEach(row -> counts.merge(row, 1, Integer::sum));
        return rows.stream()
                .filter(row -> counts.merge(row, -1, Integer::sum) < 0)
                .limit(3)
                .toList();
    }
}

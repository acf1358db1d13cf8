package dev.exporter.verify.rule;

import dev.exporter.plan.TableSpec;
import dev.exporter.plan.Verification;
import dev.exporter.transform.file.FileSession;
import dev.exporter.transform.sql.Failure;
import dev.exporter.transform.sql.Sql;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Finds values that occur more than once in a table. Nothing is spilled: a table that is too large for the memory is read
 * several times, each time for a part of the values.
 */
public final class UniqueCheck {
    /** What a value takes in the engine's hash table, generously. */
    private static final long BYTES_PER_ROW = 200;

    private static final int MOST_EXAMPLES = 5;

    private final long memoryBytes;

    /** @param memoryBytes what the engine may take */
    public UniqueCheck(long memoryBytes) {
        this.memoryBytes = memoryBytes;
    }

    /**
     * A value that is there more than once.
     *
     * @param text the columns, for people
     * @param keys the range keys of its rows, ascending, each once
     */
    public record Repeated(String text, long times, List<Long> keys) {
        public Repeated {
            keys = List.copyOf(keys);
        }
    }

    /** What was found: so many values, and some of them. */
    public record Result(long values, List<Repeated> examples) {
        public Result {
            examples = List.copyOf(examples);
        }
    }

    /**
     * Looks at all rows of files.
     *
     * @param rows how many they have
     */
    public Result find(
            Verification.Unique unique,
            TableSpec table,
            String rangeColumn,
            List<Path> files,
            long rows,
            FileSession session) {
        long parts = 1 + rows * BYTES_PER_ROW / Math.max(1, memoryBytes / 2);
        long values = 0;
        List<Repeated> examples = new ArrayList<>();
        for (long part = 0; part < parts; part++) {
            String query = query(unique, table, rangeColumn, files, part, parts);
            try (Statement statement = session.connection().createStatement();
                    ResultSet row = statement.executeQuery(query)) {
                while (row.next()) {
                    values++;
                    if (examples.size() < MOST_EXAMPLES) {
                        examples.add(repeated(unique, row));
                    }
                }
            } catch (SQLException e) {
                throw Failure.of(e, "the search for repeated values in table " + table.name());
            }
        }
        return new Result(values, examples);
    }

    private static String query(
            Verification.Unique unique, TableSpec table, String rangeColumn, List<Path> files, long part, long parts) {
        String columns = Sql.identifiers(unique.columns());
        String key = Sql.identifier(rangeColumn);
        String present = unique.columns().stream()
                .map(column -> Sql.identifier(column) + " IS NOT NULL")
                .collect(Collectors.joining(" AND "));
        String keys = "min(" + key + "), max(" + key + ")";
        return "SELECT count(*), " + keys + ", " + columns + " FROM " + FileSession.rowsOf(table, files) + " WHERE "
                + present + (parts == 1 ? "" : " AND hash(" + columns + ") % " + parts + " = " + part) + " GROUP BY "
                + columns + " HAVING count(*) > 1";
    }

    private static Repeated repeated(Verification.Unique unique, ResultSet row) throws SQLException {
        List<String> texts = new ArrayList<>();
        int position = 4;
        for (String column : unique.columns()) {
            texts.add(column + " " + text(row, position));
            position++;
        }
        long first = row.getLong(2);
        long last = row.getLong(3);
        return new Repeated(
                String.join(", ", texts), row.getLong(1), first == last ? List.of(first) : List.of(first, last));
    }

    private static String text(ResultSet row, int position) throws SQLException {
        boolean isBinary = row.getMetaData().getColumnType(position) == java.sql.Types.BLOB;
        return isBinary ? HexFormat.of().formatHex(row.getBytes(position)) : row.getString(position);
    }
}

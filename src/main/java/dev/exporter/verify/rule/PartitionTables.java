package dev.exporter.verify.rule;

import dev.exporter.plan.ColumnSpec;
import dev.exporter.plan.TableSpec;
import dev.exporter.transform.file.FileSession;
import dev.exporter.transform.sql.Failure;
import dev.exporter.transform.sql.Sql;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The tables of one partition, as views of a session that rules can name. */
final class PartitionTables {
    private PartitionTables() {}

    /**
     * Makes the views and the table {@code options}; those of another partition are replaced.
     *
     * @param files of each table
     */
    static void show(Map<TableSpec, List<Path>> files, Map<String, String> options, FileSession session) {
        try (Statement statement = session.connection().createStatement()) {
            for (Map.Entry<TableSpec, List<Path>> table : files.entrySet()) {
                statement.execute("CREATE OR REPLACE TEMP VIEW "
                        + Sql.identifier(table.getKey().name()) + " AS "
                        + select(table.getKey(), table.getValue()));
            }
            String values = new TreeMap<>(options)
                    .entrySet().stream()
                            .map(option -> Sql.literal(option.getValue()) + " AS " + Sql.identifier(option.getKey()))
                            .collect(Collectors.joining(", "));
            statement.execute("CREATE OR REPLACE TEMP VIEW options AS SELECT " + (values.isEmpty() ? "1" : values));
        } catch (SQLException e) {
            throw Failure.of(e, "the tables of a partition");
        }
    }

    private static String select(TableSpec table, List<Path> files) {
        if (files.isEmpty()) {
            return table.columns().stream()
                    .map(PartitionTables::absent)
                    .collect(Collectors.joining(", ", "SELECT ", " WHERE false"));
        }
        return "SELECT "
                + Sql.identifiers(table.columns().stream().map(ColumnSpec::name).toList())
                + " FROM " + FileSession.rowsOf(table, files);
    }

    private static String absent(ColumnSpec column) {
        return "CAST(NULL AS " + Sql.type(column.type()) + ") AS " + Sql.identifier(column.name());
    }
}

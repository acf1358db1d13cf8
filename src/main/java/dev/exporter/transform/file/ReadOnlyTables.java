package dev.exporter.transform.file;

import dev.exporter.plan.TableSpec;
import dev.exporter.transform.sql.Failure;
import dev.exporter.transform.sql.ParquetSql;
import dev.exporter.transform.sql.Sql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * A DuckDB instance of its own that sees some tables' files and nothing else: no other file, no network, no extension,
 * no other setting. Whoever runs SQL in it must still see to it that it is a query, since a statement could overwrite
 * the files that it may read.
 */
public final class ReadOnlyTables {
    private ReadOnlyTables() {}

    /**
     * Opens an instance with a view for each table.
     *
     * @param memoryBytes beyond which a query fails; nothing is spilled
     */
    public static Connection open(List<TableView> tables, long memoryBytes) {
        Properties properties = new Properties();
        properties.setProperty("jdbc_stream_results", "true");
        try {
            Connection connection = DriverManager.getConnection("jdbc:duckdb:", properties);
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET memory_limit = " + Sql.literal(memoryBytes + "B"));
                statement.execute("SET temp_directory = ''");
                statement.execute("SET autoinstall_known_extensions = false");
                statement.execute("SET autoload_known_extensions = false");
                statement.execute("SET allowed_paths = " + paths(tables));
                statement.execute("SET enable_external_access = false");
                for (TableView table : tables) {
                    statement.execute(view(table));
                }
                statement.execute("SET lock_configuration = true");
                return connection;
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw Failure.of(e, "the tables of the warehouse");
        }
    }

    private static String paths(List<TableView> tables) {
        return tables.stream()
                .flatMap(table -> table.files().stream())
                .map(Path::toString)
                .map(Sql::literal)
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private static String view(TableView table) {
        TableSpec spec = new TableSpec(
                table.name(),
                table.columns(),
                List.of(),
                List.of(),
                "",
                TableSpec.Replacing.DEFAULT,
                TableSpec.Working.NONE);
        if (!table.files().isEmpty()) {
            return "CREATE VIEW " + Sql.identifier(table.name()) + " AS SELECT "
                    + Sql.identifiers(table.columns().stream()
                            .map(column -> column.name())
                            .toList())
                    + " FROM " + ParquetSql.read(spec, table.files());
        }
        String nulls = table.columns().stream()
                .map(column -> "CAST(NULL AS " + Sql.type(column.type()) + ") AS " + Sql.identifier(column.name()))
                .collect(Collectors.joining(", "));
        return "CREATE VIEW " + Sql.identifier(table.name()) + " AS SELECT " + nulls + " WHERE false";
    }
}

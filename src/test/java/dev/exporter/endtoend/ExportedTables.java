package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.StaticTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.jspecify.annotations.Nullable;

/** A warehouse's tables, opened by Iceberg's own classes from their metadata files, their rows read by DuckDB. */
record ExportedTables(Path warehouse) {
    static final List<String> NAMES = List.of("tags", "transactions", "blocks");

    /** The table as the highest version of its metadata describes it. */
    Table table(String name) {
        return new BaseTable(
                new StaticTableOperations(newestVersion(name).toUri().toString(), new ReadOnlyFiles()), name);
    }

    private Path newestVersion(String name) {
        try (Stream<Path> files = Files.list(warehouse.resolve(name).resolve("metadata"))) {
            return files.filter(file -> file.getFileName().toString().matches("v\\d+\\.metadata\\.json"))
                    .max(Comparator.comparingInt(ExportedTables::version))
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int version(Path metadata) {
        return Integer.parseInt(metadata.getFileName().toString().replaceAll("\\D", ""));
    }

    /** Whether a table can be seen: whether it has metadata, with or without files beside it. */
    boolean exist() {
        return NAMES.stream()
                .anyMatch(name -> Files.exists(warehouse.resolve(name).resolve("metadata/v1.metadata.json")));
    }

    Snapshot snapshot(String name) {
        return table(name).currentSnapshot();
    }

    /** The live data files as the manifests describe them, in the order of partition and file number. */
    List<DataFile> files(String name) {
        List<DataFile> files = new ArrayList<>();
        try (CloseableIterable<FileScanTask> tasks =
                table(name).newScan().includeColumnStats().planFiles()) {
            tasks.forEach(task -> files.add(task.file().copy()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        files.sort(Comparator.<DataFile, Long>comparing(file -> file.partition().get(0, Long.class))
                .thenComparing(file -> number(path(file))));
        return files;
    }

    /** The file number, the fourth part of {@code <table>_<first>_<last>_<n>_<run>_<attempt>.parquet}. */
    private static int number(Path file) {
        return Integer.parseInt(file.getFileName().toString().split("_", -1)[3]);
    }

    static Path path(DataFile file) {
        return Path.of(URI.create(file.location()));
    }

    List<Path> paths(String name) {
        return files(name).stream().map(ExportedTables::path).toList();
    }

    /** All rows of a table, sorted, as {@link RowTexts} writes them. */
    List<String> rows(String name) throws SQLException {
        List<Path> files = paths(name);
        List<String> rows = files.isEmpty() ? List.of() : rowsOf(files, "SELECT *");
        return rows.stream().sorted().toList();
    }

    /** What a SELECT without its FROM gives for the rows of the files, in the files' order. */
    static List<String> rowsOf(List<Path> files, String select) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(select + from(files))) {
            return RowTexts.of(rows);
        }
    }

    /** What expressions over all rows of a file give, each as text, or as {@code null}. */
    static List<@Nullable String> valuesOf(Path file, List<String> expressions) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT " + String.join(", ", expressions) + from(List.of(file)))) {
            row.next();
            List<@Nullable String> values = new ArrayList<>();
            for (int column = 1; column <= expressions.size(); column++) {
                values.add(row.getString(column));
            }
            return values;
        }
    }

    /** Without the option, the folder's name would be taken for the height. */
    private static String from(List<Path> files) {
        return files.stream()
                .map(file -> "'" + file + "'")
                .collect(Collectors.joining(", ", " FROM read_parquet([", "], hive_partitioning = false)"));
    }

    /** The number of transactions whose {@code tag_count} is not the number of their rows in tags. */
    long rowsWithoutTheirTags() throws SQLException {
        String sql = "SELECT count(*) FROM (SELECT id, is_data_item, tag_count" + from(paths("transactions"))
                + ") LEFT JOIN (SELECT id, is_data_item, count(*) AS tags" + from(paths("tags"))
                + " GROUP BY ALL) USING (id, is_data_item) WHERE tag_count IS DISTINCT FROM coalesce(tags, 0)";
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Requires that the tables hold exactly the gateway's rows between two heights, each once. */
    void requireRowsOf(SourceGateway gateway, long first, long last) throws IOException, SQLException {
        for (String name : NAMES) {
            RowTexts.requireSame(rows(name), gateway.rows(name, first, last), name);
        }
    }

    /** Requires that who reads by the hint or by {@code metadata.json} sees the newest version of each table. */
    void requireAnnounced() throws IOException {
        for (String name : NAMES) {
            Path newest = newestVersion(name);
            assertThat(newest.resolveSibling("version-hint.text")).hasContent(Integer.toString(version(newest)));
            assertThat(newest.resolveSibling("metadata.json")).hasSameBinaryContentAs(newest);
        }
    }

    /**
     * Requires that no file lies in the warehouse that its tables do not hold, that no run is under way, and that all
     * readers see the tables so.
     */
    void requireNothingElse() throws IOException {
        requireAnnounced();
        List<Path> live = new ArrayList<>();
        NAMES.forEach(name -> live.addAll(paths(name)));
        try (Stream<Path> all = Files.walk(warehouse)) {
            assertThat(all.filter(file -> file.toString().endsWith(".parquet")))
                    .containsExactlyInAnyOrderElementsOf(live);
        }
        assertThat(warehouse.resolve(".exporter/runs")).isEmptyDirectory();
    }

    /** Local files; writing is refused by Iceberg's own default. */
    private static final class ReadOnlyFiles implements FileIO {
        @Override
        public InputFile newInputFile(String location) {
            return org.apache.iceberg.Files.localInput(new File(URI.create(location)));
        }

        @Override
        public OutputFile newOutputFile(String location) {
            throw new UnsupportedOperationException("a reader writes " + location);
        }

        @Override
        public void deleteFile(String location) {
            throw new UnsupportedOperationException("a reader deletes " + location);
        }
    }
}

package dev.exporter.source;

import dev.exporter.plan.ColumnType;
import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.Reader;
import dev.exporter.plan.SourceTable;
import dev.exporter.plan.Verification;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A database whose tables declare no types, so that every value is stored as it is written: {@code things} by range,
 * {@code parts} by parent and {@code words} by key.
 */
record TinySource(Path file) {
    static final SourceTable THINGS = new SourceTable(
            "things",
            "tiny",
            "odd \"things\"",
            List.of(
                    column("id", "binary", true),
                    column("at", "long", true),
                    column("i", "int", false),
                    new SourceTable.Column("l", ColumnType.parse("long"), false, true, null),
                    column("s", "string", false),
                    column("b", "binary", false),
                    column("d", "decimal(20,0)", false)),
            new SourceTable.ByRange("at", "id", "l"),
            List.of());
    static final SourceTable PARTS = new SourceTable(
            "parts",
            "tiny",
            "parts",
            List.of(column("thing", "binary", true), column("n", "int", false)),
            new SourceTable.ByParent("things", "id", "thing"),
            List.of());
    static final SourceTable WORDS = new SourceTable(
            "words",
            "tiny",
            "words",
            List.of(column("hash", "binary", true), column("word", "string", false)),
            new SourceTable.ByKey("hash", List.of(new SourceTable.KeyColumn("things", "b"))),
            List.of());
    static final Dataset DATASET = with(WORDS);
    static final KeyRange ALL = new KeyRange(0, Long.MAX_VALUE);

    /** Makes the database in {@code directory}; {@code encoding} is UTF-8 or UTF-16le or UTF-16be. */
    static TinySource create(Path directory, String encoding) {
        TinySource source = new TinySource(directory.resolve("tiny.db"));
        source.change(
                "PRAGMA encoding = '" + encoding + "'; CREATE TABLE \"odd \"\"things\"\"\" (id, at, i, l, s, b, d);"
                        + " CREATE INDEX things_at ON \"odd \"\"things\"\"\" (at);"
                        + " CREATE UNIQUE INDEX things_id ON \"odd \"\"things\"\"\" (id);"
                        + " CREATE TABLE parts (thing, n); CREATE INDEX parts_thing ON parts (thing);"
                        + " CREATE TABLE words (hash PRIMARY KEY, word)");
        return source;
    }

    /** The dataset with another reading of {@code words}. */
    static Dataset with(SourceTable words) {
        return new Dataset(
                "tiny",
                1,
                new Dataset.RangeKey("at", "moment", "things", "start", "end", "size"),
                List.of(new Dataset.Database("tiny", "tinyDb", "tiny.db")),
                List.of(),
                List.of(THINGS, PARTS, words),
                List.of(),
                List.of(),
                List.of(),
                null,
                Verification.NONE,
                "test",
                "");
    }

    static TinySource create(Path directory) {
        return create(directory, "UTF-8");
    }

    private static SourceTable.Column column(String name, String type, boolean required) {
        return new SourceTable.Column(name, ColumnType.parse(type), required, false, null);
    }

    void change(String statements) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(statements);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Adds a thing with id x'07' at 5 whose {@code column} is {@code value}, an SQL expression. */
    TinySource thing(String column, String value) {
        String columns = "id, at, " + column;
        String values = "x'07', 5, " + value;
        if (column.equals("id")) {
            columns = "at, id";
            values = "5, " + value;
        } else if (column.equals("at")) {
            columns = "id, at";
            values = "x'07', " + value;
        }
        change("INSERT INTO \"odd \"\"things\"\"\" (" + columns + ") VALUES (" + values + ")");
        return this;
    }

    SourceDatabases open(Reader reader) {
        return SourceDatabases.open(DATASET, Map.of(), Map.of("tiny", file), Duration.ofSeconds(5), reader);
    }

    SourceDatabases open() {
        return open(Reader.AUTO);
    }

    /** The values of a column of all things. */
    List<String> read(String column) {
        int index =
                THINGS.columns().stream().map(SourceTable.Column::name).toList().indexOf(column);
        try (SourceDatabases source = open();
                SourceSnapshot snapshot = source.pin()) {
            return Rows.column(index, allocator -> snapshot.read(THINGS, ALL, allocator));
        }
    }

    /** What reading all things fails with. */
    ExporterException failure() {
        try (SourceDatabases source = open();
                SourceSnapshot snapshot = source.pin()) {
            Rows.of(allocator -> snapshot.read(THINGS, ALL, allocator));
        } catch (ExporterException e) {
            return e;
        }
        throw new AssertionError("nothing failed");
    }
}

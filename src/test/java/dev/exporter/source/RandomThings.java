package dev.exporter.source;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * Makes databases at random for the dataset of {@link TinySource}: tables of every kind that SQLite has, and values of
 * every kind that may or may not fit. Used by one thread.
 */
final class RandomThings {
    private static final String THINGS = "\"odd \"\"things\"\"\"";
    private static final List<String> TYPES =
            List.of("", "", "", "", "INTEGER", "TEXT", "BLOB", "NUMERIC", "REAL", "INT");
    private static final List<String> INTEGERS = List.of("0", "1", "-1", "127", "-32768", "8388607", "2147483647");
    private static final List<String> LONGS =
            List.of("2147483648", "-140737488355328", "9223372036854775807", "-9223372036854775808");
    private static final List<String> TEXTS =
            List.of("''", "'a'", "'some ASCII text'", "'äß€😀'", "'12'", "CAST(x'410042' AS TEXT)");
    private static final List<String> BLOBS = List.of("x''", "x'00'", "x'c328'", "x'0123456789abcdef'");
    private static final List<String> DECIMALS = List.of("'0'", "'-7'", "'12345678901234567890'", "'100'");
    private static final List<String> ODD = List.of(
            "5.0",
            "0.5",
            "9e999",
            "'x'",
            "''",
            "x'31'",
            "12",
            "2147483648",
            "CAST(x'c328' AS TEXT)",
            "'007'",
            "'-0'",
            "'123456789012345678901'",
            "'٣'",
            "NULL");

    private final Random random;
    private final Path file;
    private final boolean keyIsRowid;
    private final boolean hasOwnKey;

    RandomThings(Random random, Path file) {
        this.random = random;
        this.file = file;
        this.keyIsRowid = random.nextInt(3) == 0;
        this.hasOwnKey = !keyIsRowid && random.nextBoolean();
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file);
    }

    void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA synchronous = OFF");
            statement.execute("PRAGMA page_size = " + (512 << random.nextInt(8)));
            statement.execute("PRAGMA encoding = '" + (random.nextInt(10) == 0 ? "UTF-16le" : "UTF-8") + "'");
            statement.execute("PRAGMA journal_mode = " + (random.nextBoolean() ? "WAL" : "DELETE"));
            statement.execute("CREATE TABLE parts (thing, n)");
            statement.execute("CREATE INDEX parts_thing ON parts (thing)");
            statement.execute("CREATE TABLE words (hash PRIMARY KEY, word)");
            boolean late = random.nextInt(4) == 0;
            statement.execute("CREATE TABLE " + THINGS + " (" + columns(late) + ")" + kind());
            statement.execute("CREATE INDEX things_at ON " + THINGS + " (at)");
            if (late) {
                insert(connection, "id, at, i, l, s, b", random.nextInt(5));
                statement.execute(
                        "ALTER TABLE " + THINGS + " ADD COLUMN d" + (random.nextBoolean() ? " DEFAULT '42'" : ""));
            }
        }
        change(connection);
    }

    /** Adds rows, most of which can be exported, and deletes some. */
    void change(Connection connection) throws SQLException {
        insert(connection, "id, at, i, l, s, b, d", random.nextInt(60));
        try (Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM " + THINGS + " WHERE at % " + random.nextInt(2, 9) + " = 1");
            if (random.nextInt(3) == 0) {
                statement.execute("INSERT OR IGNORE INTO " + THINGS + " (id, at, " + "ilsbd".charAt(random.nextInt(5))
                        + ") VALUES (" + blob(8) + ", 5, " + any(ODD) + ")");
            }
            if (!keyIsRowid && random.nextInt(8) == 0) {
                statement.execute(
                        "INSERT OR IGNORE INTO " + THINGS + " (id, at) VALUES (" + blob(8) + ", " + any(ODD) + ")");
            }
        }
    }

    private String columns(boolean withoutLast) {
        // mostly as the values are, so that not everything is odd
        boolean typed = random.nextInt(3) == 0;
        StringBuilder columns = new StringBuilder(hasOwnKey ? "id BLOB PRIMARY KEY, at" : "id, at");
        columns.append(keyIsRowid ? " INTEGER PRIMARY KEY" : random.nextBoolean() ? " INTEGER" : "");
        for (char name : (withoutLast ? "ilsb" : "ilsbd").toCharArray()) {
            columns.append(", ").append(name).append(' ').append(typed ? any(TYPES) : "");
        }
        return columns + (random.nextInt(12) == 0 ? ", made AS (at + 1)" : "");
    }

    private String kind() {
        return hasOwnKey && random.nextInt(6) == 0 ? " WITHOUT ROWID" : "";
    }

    private String blob(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return "x'" + HexFormat.of().formatHex(bytes) + "'";
    }

    private void insert(Connection connection, String columns, int rows) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (int row = 0; row < rows; row++) {
                String blob = random.nextInt(10) == 0 ? blob(random.nextInt(20_000)) : any(BLOBS);
                String values = blob(8) + ", " + random.nextInt(1000) + ", " + orNull(any(INTEGERS)) + ", "
                        + orNull(random.nextBoolean() ? any(INTEGERS) : any(LONGS)) + ", " + orNull(any(TEXTS)) + ", "
                        + orNull(blob) + (columns.endsWith("d") ? ", " + orNull(any(DECIMALS)) : "");
                statement.execute("INSERT OR IGNORE INTO " + THINGS + " (" + columns + ") VALUES (" + values + ")");
            }
        }
    }

    private String any(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }

    private String orNull(String value) {
        return random.nextInt(6) == 0 ? "NULL" : value;
    }
}

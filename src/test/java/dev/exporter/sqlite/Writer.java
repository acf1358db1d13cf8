package dev.exporter.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Changes a database at random, as an application would that knows nothing of its readers. One thread at a time. */
final class Writer implements AutoCloseable {
    private static final int MOST_PAGES = 3_000;
    private static final List<String> CHECKPOINTS = List.of("PASSIVE", "PASSIVE", "FULL", "RESTART", "TRUNCATE");

    private final Connection connection;
    private final RandomGenerator random;
    private final RandomValues values;

    Writer(Path database, RandomGenerator random, int pageSize) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(1);
        this.connection = config.createConnection("jdbc:sqlite:" + database.toUri());
        this.random = random;
        this.values = new RandomValues(random, pageSize);
        execute("PRAGMA synchronous = OFF");
        // Spills uncommitted pages early.
        execute("PRAGMA cache_size = 5");
        execute("PRAGMA wal_autocheckpoint = " + (random.nextBoolean() ? 0 : 20));
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Does one thing; nothing if a reader does not let it. */
    void step() throws SQLException {
        try {
            switch (random.nextInt(16)) {
                case 0 -> createTable();
                case 1 -> addColumn();
                case 2 -> checkpoint();
                case 3 -> maintain();
                case 4 -> transaction("ROLLBACK");
                default -> transaction("COMMIT");
            }
        } catch (SQLiteException e) {
            if (!isInTheWay(e)) {
                throw e;
            }
            rollBack();
        }
    }

    /** Another writer or a reader, who has locks or has just changed what the step was about. */
    private static boolean isInTheWay(SQLiteException e) {
        return switch (SQLiteErrorCode.getErrorCode(e.getResultCode().code & 0xff)) {
            case SQLITE_BUSY, SQLITE_LOCKED -> true;
            case SQLITE_ERROR ->
                String.valueOf(e.getMessage())
                        .matches(".*(no such table|no such column|duplicate column|no column named).*");
            default -> false;
        };
    }

    private void rollBack() throws SQLException {
        try {
            execute("ROLLBACK");
        } catch (SQLiteException e) {
            if (!String.valueOf(e.getMessage()).contains("no transaction is active")) {
                throw e;
            }
        }
    }

    void checkpoint() throws SQLException {
        // gives "busy" as a result, not as an error, unless a writer of the same process is in the way
        execute("PRAGMA wal_checkpoint(" + CHECKPOINTS.get(random.nextInt(CHECKPOINTS.size())) + ")");
    }

    private void transaction(String end) throws SQLException {
        List<String> names = tableNames();
        if (names.isEmpty()) {
            createTable();
            return;
        }
        execute("BEGIN IMMEDIATE");
        if (usedPages() > MOST_PAGES) {
            execute("DELETE FROM " + names.get(random.nextInt(names.size())));
        }
        for (int change = random.nextInt(1, 4); change > 0; change--) {
            change(names.get(random.nextInt(names.size())));
        }
        execute(end);
    }

    private long usedPages() throws SQLException {
        return Long.parseLong(strings("PRAGMA page_count").get(0))
                - Long.parseLong(strings("PRAGMA freelist_count").get(0));
    }

    private void change(String table) throws SQLException {
        switch (random.nextInt(8)) {
            case 0 -> execute("DELETE FROM " + table + " WHERE rowid % " + random.nextInt(2, 9) + " = 0");
            case 1 ->
                execute("DELETE FROM " + table + " WHERE rowid > (SELECT max(rowid) FROM " + table + ") - "
                        + random.nextInt(200));
            case 2 -> update(table);
            default -> insert(table);
        }
    }

    private void insert(String table) throws SQLException {
        List<String> columns = columns(table);
        // about as many values each time, sometimes enough for another level of pages
        int rows = random.nextInt(1, 2 + (random.nextInt(20) == 0 ? 1_500 : 40) / columns.size());
        String names = String.join(", ", columns);
        String marks = columns.stream().map(column -> "?").collect(Collectors.joining(", "));
        boolean ownRowids = random.nextInt(4) == 0;
        long last = Long.parseLong(
                strings("SELECT ifnull(max(rowid), 0) FROM " + table).get(0));
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT OR REPLACE INTO " + table + " (rowid, " + names + ") VALUES (?, " + marks + ")")) {
            for (int row = 0; row < rows; row++) {
                if (ownRowids) {
                    statement.setLong(1, random.nextInt(3) == 0 ? values.integer() : random.nextInt(-500, 5_000));
                } else {
                    // SQLite would do the same, but after the largest number of all take one at random that no seed
                    // repeats
                    last = last == Long.MAX_VALUE ? values.integer() : last + 1;
                    statement.setLong(1, last);
                }
                for (int column = 0; column < columns.size(); column++) {
                    values.bind(statement, column + 2);
                }
                statement.executeUpdate();
            }
        }
    }

    private void update(String table) throws SQLException {
        List<String> columns = columns(table);
        String column = columns.get(random.nextInt(columns.size()));
        try (PreparedStatement statement = connection.prepareStatement(
                "UPDATE " + table + " SET " + column + " = ? WHERE rowid % " + random.nextInt(2, 30) + " = 1")) {
            values.bind(statement, 1);
            statement.executeUpdate();
        }
    }

    private void createTable() throws SQLException {
        int columns = random.nextInt(12) == 0 ? random.nextInt(50, 400) : random.nextInt(1, 9);
        String key = random.nextInt(3) == 0 ? "k INTEGER PRIMARY KEY, " : "";
        String declared = IntStream.range(0, columns)
                .mapToObj(column -> "c" + column + (column == 1 ? " REAL" : ""))
                .collect(Collectors.joining(", "));
        String name = "t" + random.nextInt(Integer.MAX_VALUE);
        execute("CREATE TABLE " + name + " (" + key + declared + ")");
        if (random.nextBoolean()) {
            execute("CREATE INDEX " + name + "_c0 ON " + name + " (c0)");
        }
    }

    private void addColumn() throws SQLException {
        List<String> names = tableNames();
        if (!names.isEmpty()) {
            String table = names.get(random.nextInt(names.size()));
            String column = "a" + columns(table).size();
            execute("ALTER TABLE " + table + " ADD COLUMN " + column
                    + (random.nextBoolean() ? " DEFAULT 'as ever'" : ""));
        }
    }

    private void maintain() throws SQLException {
        switch (random.nextInt(6)) {
            case 0 -> execute("VACUUM");
            case 1, 2 -> execute("PRAGMA incremental_vacuum(" + random.nextInt(20) + ")");
            case 3 -> {
                List<String> names = tableNames();
                if (names.size() > 3) {
                    execute("DROP TABLE " + names.get(random.nextInt(names.size())));
                }
            }
            default -> checkpoint();
        }
    }

    private List<String> tableNames() throws SQLException {
        return strings("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid");
    }

    private List<String> columns(String table) throws SQLException {
        return strings("SELECT name FROM pragma_table_info('" + table + "') WHERE pk = 0");
    }

    private List<String> strings(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            List<String> strings = new ArrayList<>();
            while (row.next()) {
                strings.add(row.getString(1));
            }
            return strings;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}

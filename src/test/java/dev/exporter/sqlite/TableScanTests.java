package dev.exporter.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exporter.sqlite.file.CorruptPageException;
import dev.exporter.sqlite.file.DatabaseFile;
import dev.exporter.sqlite.snapshot.Snapshot;
import dev.exporter.sqlite.table.Column;
import dev.exporter.sqlite.table.RowidRange;
import dev.exporter.sqlite.table.Slices;
import dev.exporter.sqlite.table.TableScan;
import dev.exporter.sqlite.table.ValueKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableScanTests {
    @TempDir
    private Path directory;

    private Connection connection;
    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeEach
    void makeDatabase() throws SQLException {
        connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("t.db"));
        execute("PRAGMA page_size = 512");
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        connection.close();
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                1,
                2,
                -1,
                127,
                128,
                -128,
                -129,
                32_767,
                32_768,
                -32_769,
                8_388_607,
                8_388_608,
                -8_388_608,
                -8_388_609,
                2_147_483_647L,
                2_147_483_648L,
                -2_147_483_649L,
                140_737_488_355_327L,
                140_737_488_355_328L,
                -140_737_488_355_329L,
                Long.MAX_VALUE,
                Long.MIN_VALUE
            })
    void integersOfEachWidthAreExact(long value) throws Exception {
        execute("CREATE TABLE t (c)");
        execute("INSERT INTO t VALUES (" + (value == Long.MIN_VALUE ? "-9223372036854775807 - 1" : value) + ")");
        TableScan scan = scan(Column.of(0));
        assertThat(scan.next()).isTrue();
        assertThat(scan.kind(0)).isEqualTo(ValueKind.INTEGER);
        assertThat(scan.integer(0)).isEqualTo(value);
        assertThat(scan.next()).isFalse();
        assertThat(scan.next()).isFalse();
    }

    @Test
    void eachStorageClassIsToldApart() throws Exception {
        execute("CREATE TABLE t (a, b, c, d, e)");
        execute("INSERT INTO t VALUES (NULL, 7, 0.5, 'añ', x'00ff')");
        TableScan scan = scan(Column.of(4), Column.of(3), Column.of(2), Column.of(1), Column.of(0));
        assertThat(scan.next()).isTrue();
        assertThat(List.of(scan.kind(0), scan.kind(1), scan.kind(2), scan.kind(3), scan.kind(4)))
                .containsExactly(ValueKind.BLOB, ValueKind.TEXT, ValueKind.REAL, ValueKind.INTEGER, ValueKind.NULL);
        assertThat(bytes(scan, 0)).isEqualTo(new byte[] {0, -1});
        assertThat(bytes(scan, 1)).isEqualTo("añ".getBytes(StandardCharsets.UTF_8));
        assertThat(scan.real(2)).isEqualTo(0.5);
        assertThat(scan.integer(3)).isEqualTo(7);
    }

    @Test
    void anIntegerPrimaryKeyIsTheRowid() throws Exception {
        execute("CREATE TABLE t (a, id INTEGER PRIMARY KEY, b)");
        execute("INSERT INTO t VALUES ('x', -42, 'y')");
        TableScan scan = scan(Column.of(2), Column.rowid(1), Column.of(0));
        assertThat(scan.next()).isTrue();
        assertThat(scan.rowid()).isEqualTo(-42);
        assertThat(scan.kind(1)).isEqualTo(ValueKind.INTEGER);
        assertThat(scan.integer(1)).isEqualTo(-42);
        assertThat(bytes(scan, 0)).isEqualTo(new byte[] {'y'});
        assertThat(bytes(scan, 2)).isEqualTo(new byte[] {'x'});
    }

    @Test
    void rowsFromBeforeAColumnWasAddedSaySo() throws Exception {
        execute("CREATE TABLE t (a)");
        execute("INSERT INTO t VALUES (1)");
        execute("ALTER TABLE t ADD COLUMN plain");
        execute("ALTER TABLE t ADD COLUMN fallback DEFAULT 5");
        execute("INSERT INTO t VALUES (2, 3, NULL)");
        TableScan scan = scan(Column.of(0), Column.of(1), Column.withDefault(2));
        assertThat(scan.next()).isTrue();
        assertThat(scan.kind(1)).isEqualTo(ValueKind.NULL);
        assertThat(scan.kind(2)).isEqualTo(ValueKind.DEFAULT);
        assertThat(scan.next()).isTrue();
        assertThat(scan.integer(1)).isEqualTo(3);
        assertThat(scan.kind(2)).isEqualTo(ValueKind.NULL);
    }

    @Test
    void aValueOnManyOverflowPagesIsWhole() throws Exception {
        execute("CREATE TABLE t (before, long, after)");
        execute("INSERT INTO t VALUES (1, CAST(printf('%0*d', 1000000, 7) AS BLOB), 2)");
        execute("INSERT INTO t VALUES (3, x'', 4)");
        TableScan scan = scan(Column.of(1), Column.of(2));
        assertThat(scan.next()).isTrue();
        byte[] expected = new byte[1_000_000];
        Arrays.fill(expected, (byte) '0');
        expected[999_999] = '7';
        assertThat(bytes(scan, 0)).isEqualTo(expected);
        assertThat(scan.integer(1)).isEqualTo(2);
        assertThat(scan.next()).isTrue();
        assertThat(scan.kind(0)).isEqualTo(ValueKind.BLOB);
        assertThat(scan.length(0)).isZero();
        assertThat(scan.integer(1)).isEqualTo(4);
    }

    @Test
    void aRecordWhoseHeaderAloneNeedsOverflowPagesIsRead() throws Exception {
        StringBuilder columns = new StringBuilder("c0");
        StringBuilder values = new StringBuilder("0");
        for (int column = 1; column < 1_500; column++) {
            columns.append(", c").append(column);
            values.append(", ").append(column);
        }
        execute("CREATE TABLE t (" + columns + ")");
        execute("INSERT INTO t VALUES (" + values + ")");
        TableScan scan = scan(Column.of(1_499), Column.of(3), Column.of(900));
        assertThat(scan.next()).isTrue();
        assertThat(List.of(scan.integer(0), scan.integer(1), scan.integer(2))).containsExactly(1_499L, 3L, 900L);
    }

    @Test
    void theLeastAndTheGreatestRowidAreRows() throws Exception {
        execute("CREATE TABLE t (a)");
        execute(
                "INSERT INTO t (rowid, a) VALUES (9223372036854775807, 'z'), (-9223372036854775807 - 1, 'a'), (0, 'm')");
        assertThat(rowids(RowidRange.ALL)).containsExactly(Long.MIN_VALUE, 0L, Long.MAX_VALUE);
        assertThat(rowids(new RowidRange(Long.MAX_VALUE, Long.MAX_VALUE))).containsExactly(Long.MAX_VALUE);
        assertThat(rowids(new RowidRange(Long.MIN_VALUE, Long.MIN_VALUE))).containsExactly(Long.MIN_VALUE);
        assertThat(rowids(new RowidRange(1, 7))).isEmpty();
    }

    @Test
    void aRangeOfADeepTableIsItsRowsAndNoOthers() throws Exception {
        fill(20_000);
        execute("DELETE FROM t WHERE rowid BETWEEN 5000 AND 15000");
        List<Long> expected = new ArrayList<>();
        for (long rowid = 4_321; rowid <= 15_432; rowid++) {
            if (rowid < 5_000 || rowid > 15_000) {
                expected.add(rowid);
            }
        }
        assertThat(rowids(new RowidRange(4_321, 15_432))).isEqualTo(expected);
        assertThat(rowids(new RowidRange(5_000, 15_000))).isEmpty();
        assertThat(rowids(new RowidRange(20_000, Long.MAX_VALUE))).containsExactly(20_000L);
    }

    @Test
    void slicesAreOfAboutEqualSizeAndLeaveNothingOut() throws Exception {
        fill(40_000);
        Snapshot snapshot = snapshot();
        List<RowidRange> slices = Slices.of(snapshot, rootPage, 8);
        assertThat(slices).hasSize(8);
        assertThat(slices.get(0).first()).isEqualTo(Long.MIN_VALUE);
        assertThat(slices.get(7).last()).isEqualTo(Long.MAX_VALUE);
        long next = Long.MIN_VALUE;
        for (RowidRange slice : slices) {
            assertThat(slice.first()).isEqualTo(next);
            next = slice.last() + 1;
            assertThat(rowids(snapshot, slice)).hasSizeBetween(3_000, 7_500);
        }
    }

    @Test
    void aSmallTableIsOneSlice() throws Exception {
        execute("CREATE TABLE t (a)");
        assertThat(Slices.of(snapshot(), rootPage, 4)).containsExactly(RowidRange.ALL);
    }

    @Test
    void anIndexIsNoTable() throws Exception {
        execute("CREATE TABLE t (a TEXT PRIMARY KEY) WITHOUT ROWID");
        TableScan scan = scan(Column.of(0));
        assertThatThrownBy(scan::next)
                .isInstanceOf(CorruptPageException.class)
                .hasMessageContaining("t.db, page " + rootPage)
                .hasMessageContaining("type is 10");
        assertThatThrownBy(scan::next).as("again").isInstanceOf(CorruptPageException.class);
    }

    @Test
    void aColumnCannotBeWantedTwice() throws Exception {
        execute("CREATE TABLE t (a)");
        assertThatThrownBy(() -> scan(Column.of(0), Column.of(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("twice");
    }

    private long rootPage;

    private void fill(int rows) throws SQLException {
        execute("CREATE TABLE t (a)");
        execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + rows
                + ") INSERT INTO t SELECT printf('%030d', i) FROM n");
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Snapshot snapshot() throws SQLException, IOException {
        DatabaseFile file = DatabaseFile.open(directory.resolve("t.db"));
        open.add(0, file);
        JdbcPin pin = new JdbcPin(file.path());
        open.add(0, pin);
        Snapshot snapshot = (Snapshot) Snapshot.take(file, pin);
        rootPage = pin.rootPage("t");
        return snapshot;
    }

    private TableScan scan(Column... columns) throws SQLException, IOException {
        Snapshot snapshot = snapshot();
        TableScan scan = TableScan.open(snapshot, rootPage, RowidRange.ALL, List.of(columns));
        open.add(0, scan);
        return scan;
    }

    private List<Long> rowids(RowidRange range) throws SQLException, IOException {
        return rowids(snapshot(), range);
    }

    private List<Long> rowids(Snapshot snapshot, RowidRange range) throws IOException {
        List<Long> rowids = new ArrayList<>();
        try (TableScan scan = TableScan.open(snapshot, rootPage, range, List.of())) {
            while (scan.next()) {
                rowids.add(scan.rowid());
            }
        }
        return rowids;
    }

    private static byte[] bytes(TableScan scan, int position) {
        return Arrays.copyOfRange(scan.data(), scan.start(position), scan.start(position) + scan.length(position));
    }
}

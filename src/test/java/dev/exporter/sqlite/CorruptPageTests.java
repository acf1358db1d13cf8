package dev.exporter.sqlite;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exporter.sqlite.file.CorruptPageException;
import dev.exporter.sqlite.file.DatabaseFile;
import dev.exporter.sqlite.snapshot.Snapshot;
import dev.exporter.sqlite.table.Column;
import dev.exporter.sqlite.table.RowidRange;
import dev.exporter.sqlite.table.TableScan;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each way in which a page can be wrong is told by its own sentence. Offsets are those of format, 1.6 and 1.7. */
class CorruptPageTests {
    private static final int PAGE_SIZE = 512;
    /** Of the only table. */
    private static final int ROOT = 2;

    private static final String ONE_ROW = "INSERT INTO t VALUES (x'aa')";
    private static final String TWO_ROWS = "INSERT INTO t VALUES (x'aa'), (x'bb')";
    /** On 5 overflow pages. */
    private static final String LONG_ROW = "INSERT INTO t VALUES (zeroblob(3000))";

    private static final String VERY_LONG_ROW = "INSERT INTO t VALUES (zeroblob(30000))";
    private static final String MANY_ROWS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE"
            + " i < 5000) INSERT INTO t SELECT printf('%050d', i) FROM n";

    @TempDir
    private Path directory;

    @Test
    void anotherKindOfPage() throws Exception {
        corrupted(ONE_ROW, 0, 0x0a).hasMessageContaining("page 2: its type is 10");
    }

    @Test
    void moreCellsThanFit() throws Exception {
        corrupted(ONE_ROW, 3, 0x7f).hasMessageContaining("cannot hold");
    }

    @Test
    void aCellWithinThePointers() throws Exception {
        corrupted(ONE_ROW, 8, 0, 4).hasMessageContaining("cell 0 begins at 4");
    }

    @Test
    void aCellPastTheEnd() throws Exception {
        corrupted(ONE_ROW, 8, 1, 0xfe).hasMessageContaining("cell 0 begins at 510");
    }

    @Test
    void aRowidOutOfOrder() throws Exception {
        // the first row's cell is written last, at the page's end: length, rowid, header length, type, value
        corrupted(TWO_ROWS, PAGE_SIZE - 4, 2).hasMessageContaining("row 2 is not within 3");
    }

    @Test
    void aRowThatIsLongerThanItsPage() throws Exception {
        corrupted(ONE_ROW, PAGE_SIZE - 5, 0x70).hasMessageContaining("row 1 goes past the page's end");
    }

    @Test
    void aRowThatIsLongerThanTheDatabase() throws Exception {
        corrupted(ONE_ROW, PAGE_SIZE - 5, 0xff, 0x7f).hasMessageContaining("a row takes");
    }

    @Test
    void aRowWithoutBytes() throws Exception {
        corrupted(ONE_ROW, PAGE_SIZE - 5, 0).hasMessageContaining("a row takes 0 bytes");
    }

    @Test
    void aHeaderThatIsLongerThanItsRow() throws Exception {
        corrupted(ONE_ROW, PAGE_SIZE - 3, 4).hasMessageContaining("the header of row 1 takes 4 bytes");
    }

    @Test
    void aHeaderOfNoLength() throws Exception {
        corrupted(ONE_ROW, PAGE_SIZE - 3, 0).hasMessageContaining("the header of row 1 takes 0 bytes");
    }

    @Test
    void aHeaderThatEndsWithinANumber() throws Exception {
        corrupted(ONE_ROW, PAGE_SIZE - 2, 0x81).hasMessageContaining("a number of a row goes past its end");
    }

    @Test
    void aReservedSerialType() throws Exception {
        corrupted(ONE_ROW, PAGE_SIZE - 2, 10).hasMessageContaining("serial type 10");
        corrupted(ONE_ROW, PAGE_SIZE - 2, 11).hasMessageContaining("serial type 11");
    }

    @Test
    void aValueThatIsLongerThanItsRow() throws Exception {
        corrupted(ONE_ROW, PAGE_SIZE - 2, 16).hasMessageContaining("take more than its 3 bytes");
    }

    @Test
    void aValueThatIsShorterThanItsRow() throws Exception {
        corrupted(ONE_ROW, PAGE_SIZE - 2, 12).hasMessageContaining("take 2 of its 3 bytes");
    }

    @Test
    void anOverflowPageOutsideTheDatabase() throws Exception {
        corrupted(LONG_ROW, PAGE_SIZE - 4, 0, 0, 9, 9).hasMessageContaining("page 2313: a page refers to it");
    }

    @Test
    void overflowPagesInACircle() throws Exception {
        // page 3 is the first of them and begins with the number of the next one
        corrupted(VERY_LONG_ROW, PAGE_SIZE, 0, 0, 0, 3).hasMessageContaining("round in a circle");
        corrupted(VERY_LONG_ROW, 3 * PAGE_SIZE, 0, 0, 0, 3).hasMessageContaining("round in a circle");
    }

    @Test
    void overflowPagesThatEndTooEarly() throws Exception {
        corrupted(LONG_ROW, PAGE_SIZE, 0, 0, 0, 0).hasMessageContaining("page 0: a page refers to it");
    }

    @Test
    void overflowPagesThatDoNotEnd() throws Exception {
        corrupted(LONG_ROW, 5 * PAGE_SIZE, 0, 0, 0, 3).hasMessageContaining("goes on where");
    }

    @Test
    void aPageThatIsItsOwnChild() throws Exception {
        corrupted(MANY_ROWS, 8, 0, 0, 0, ROOT).isNotNull();
    }

    @Test
    void aKeyOutOfOrder() throws Exception {
        // the first cell lies at the page's end: the child's number, then the key
        corrupted(MANY_ROWS, PAGE_SIZE - 2, 0xff, 0x7f).hasMessageContaining("is not within its neighbours'");
    }

    /** Changes bytes after {@code offset} of the table's root page and reads the table. */
    private AbstractThrowableAssert<?, ? extends Throwable> corrupted(String insert, int offset, int... bytes)
            throws Exception {
        Path database = directory.resolve(System.nanoTime() + ".db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA page_size = " + PAGE_SIZE);
            statement.execute("CREATE TABLE t (a)");
            statement.execute(insert);
        }
        try (RandomAccessFile file = new RandomAccessFile(database.toFile(), "rw")) {
            file.seek((ROOT - 1) * PAGE_SIZE + offset);
            for (int each : bytes) {
                file.write(each);
            }
        }
        try (DatabaseFile file = DatabaseFile.open(database);
                JdbcPin pin = new JdbcPin(database)) {
            Snapshot snapshot = (Snapshot) Snapshot.take(file, pin);
            try (TableScan scan = TableScan.open(snapshot, ROOT, RowidRange.ALL, List.of(Column.of(0)))) {
                return assertThatThrownBy(() -> {
                            while (scan.next()) {}
                        })
                        .isInstanceOf(CorruptPageException.class);
            }
        }
    }
}

package dev.exporter.source.page;

import dev.exporter.plan.SourceTable;
import dev.exporter.source.sqlite.ReadTransaction;
import dev.exporter.source.sqlite.StorageClass;
import dev.exporter.source.sqlite.TableQuery;
import dev.exporter.sqlite.snapshot.Snapshot;
import dev.exporter.sqlite.snapshot.SnapshotResult;
import dev.exporter.sqlite.snapshot.Unsupported;
import dev.exporter.sqlite.table.Column;
import dev.exporter.sqlite.table.RowidRange;
import dev.exporter.sqlite.table.TableScan;
import dev.exporter.sqlite.table.ValueKind;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds out whether and how a table can be read by pages. It asks within the transaction that is read: another one may
 * see the table elsewhere in the file.
 */
public final class PageTables {
    private static final String ROOT_PAGE =
            "SELECT rootpage FROM sqlite_schema WHERE type = 'table' AND name = ? COLLATE NOCASE";

    private PageTables() {}

    /**
     * What the transaction sees of a table.
     *
     * @throws IOException if the file cannot be read or is damaged
     */
    public static PageAccess find(ReadTransaction transaction, TableQuery query) throws SQLException, IOException {
        SnapshotResult pages = transaction.pages();
        if (pages instanceof Unsupported unsupported) {
            return new NotByPages(unsupported.reason());
        }
        if (query.rowid().isEmpty()) {
            return new NotByPages("its rows have no numbers, as in views, virtual tables and tables WITHOUT ROWID");
        }
        synchronized (transaction) {
            String name = query.table().table();
            long rootPage = rootPage(name, transaction);
            if (rootPage == 0) {
                return new NotByPages("it has no pages of its own");
            }
            return find((Snapshot) pages, rootPage, query, DeclaredColumn.of(name, transaction));
        }
    }

    private static PageAccess find(Snapshot snapshot, long rootPage, TableQuery query, List<DeclaredColumn> declared)
            throws IOException {
        if (declared.stream().anyMatch(DeclaredColumn::isGenerated)) {
            return new NotByPages("it has generated columns");
        }
        List<Column> columns = new ArrayList<>();
        for (SourceTable.Column column : query.read()) {
            Optional<DeclaredColumn> found = named(column.name(), declared);
            if (found.isEmpty()) {
                return new NotByPages("it has no column " + column.name());
            }
            if (found.get().isReal() && StorageClass.of(column.type()) == StorageClass.INTEGER) {
                return new NotByPages("its column " + column.name() + " is declared as "
                        + found.get().type());
            }
            columns.add(found.get().column());
        }
        int key = -1;
        if (query.table().read() instanceof SourceTable.ByRange by) {
            Optional<DeclaredColumn> found = named(by.column(), declared);
            if (found.isEmpty() || found.get().isReal()) {
                return new NotByPages("its column " + by.column() + " is no key of integers");
            }
            key = columns.indexOf(found.get().column());
            if (key < 0) {
                key = columns.size();
                columns.add(found.get().column());
            }
        }
        if (columns.stream().distinct().count() < columns.size()) {
            return new NotByPages("a column of it is read twice");
        }
        PageTable table = new PageTable(query, snapshot, rootPage, columns, key);
        return lacksValues(table) ? new NotByPages("rows of it are older than a column that has a DEFAULT") : table;
    }

    private static Optional<DeclaredColumn> named(String name, List<DeclaredColumn> declared) {
        return declared.stream().filter(column -> column.isNamed(name)).findFirst();
    }

    /** Whether the first row does. Later ones that do are left to SQLite row by row. */
    private static boolean lacksValues(PageTable table) throws IOException {
        try (TableScan scan = table.scan(RowidRange.ALL)) {
            boolean first = scan.next();
            for (int position = 0; first && position < table.columns().size(); position++) {
                if (scan.kind(position) == ValueKind.DEFAULT) {
                    return true;
                }
            }
            return false;
        }
    }

    private static long rootPage(String table, ReadTransaction transaction) throws SQLException {
        try (var statement = transaction.prepare(ROOT_PAGE)) {
            statement.setString(1, table);
            ResultSet row = statement.executeQuery();
            return row.next() ? row.getLong(1) : 0;
        }
    }
}

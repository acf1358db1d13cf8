package dev.exporter.verify.file;

import dev.exporter.plan.ColumnSpec;
import dev.exporter.plan.ContentHash;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.TableSpec;
import dev.exporter.plan.verification.Depth;
import dev.exporter.plan.verification.Finding;
import dev.exporter.transform.file.FileSession;
import dev.exporter.transform.hash.LongestRow;
import dev.exporter.transform.sql.Failure;
import dev.exporter.warehouse.table.CommittedFile;
import dev.exporter.warehouse.table.RecordedFile;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the files of a partition and holds them against what was committed. For one use. */
public final class FilesCheck {
    private final PartitionFiles partition;
    private final FileSession session;
    private final List<Finding> differences = new ArrayList<>();
    private TableSpec shared;
    private long rows;

    private FilesCheck(PartitionFiles partition, FileSession session) {
        this.partition = partition;
        this.session = session;
        this.shared = partition.table();
    }

    /**
     * Checks a partition.
     *
     * @throws ExporterException failed, where the SQL engine lacks memory
     */
    public static FilesReading read(PartitionFiles partition, Depth depth, FileSession session) {
        return new FilesCheck(partition, session).read(depth);
    }

    private FilesReading read(Depth depth) {
        if (partition.files().isEmpty()) {
            return new FilesReading(
                    partition.table(),
                    partition.table(),
                    List.of(),
                    true,
                    0,
                    Optional.of(ContentHash.EMPTY),
                    List.of());
        }
        FileBytes bytes = new FileBytes(partition);
        bytes.look();
        boolean match = !depth.readsRows() || bytes.matchRecords();
        differences.addAll(bytes.differences());
        boolean there = differences.stream().noneMatch(difference -> isOfBytes(difference.code()));
        boolean whole = match && there && readFooters();
        Optional<ContentHash> hash = Optional.empty();
        if (whole && depth.readsRows()) {
            hash = readRows();
            whole = hash.isPresent();
        }
        return new FilesReading(partition.table(), shared, partition.paths(), whole, rows, hash, differences);
    }

    /** A file that is not the one that was committed is not read any further: it would only show as more differences. */
    private static boolean isOfBytes(String code) {
        return Set.of("file-missing", "file-size", "file-unreadable").contains(code);
    }

    private boolean readFooters() {
        Set<Integer> ids = new HashSet<>();
        partition.table().columns().forEach(column -> ids.add(column.id()));
        Set<Integer> known = Set.copyOf(ids);
        for (CommittedFile file : partition.files()) {
            try {
                Footer footer = Footer.of(file.path(), session.connection());
                compare(file, footer, known);
                ids.retainAll(footer.ids());
                rows += footer.rows();
            } catch (SQLException e) {
                unreadable(file, e);
                return false;
            }
        }
        shared = withColumns(ids);
        return true;
    }

    private void compare(CommittedFile file, Footer footer, Set<Integer> known) {
        if (footer.rows() != file.rows()) {
            differences.add(finding("record-count", "the manifest has another record_count than the footer")
                    .in(file.path())
                    .expecting(footer.rows() + " rows", file.rows() + " rows"));
        }
        @Nullable RecordedFile recorded = partition.recorded().get(file.name());
        if (footer.rows() == file.rows() && recorded != null && recorded.rows() != footer.rows()) {
            differences.add(finding("record-count", "the footer has another number of rows than the inventory")
                    .in(file.path())
                    .expecting(recorded.rows() + " rows", footer.rows() + " rows"));
        }
        Set<String> lacking = partition.table().columns().stream()
                .filter(column -> column.required() && !footer.ids().contains(column.id()))
                .map(ColumnSpec::name)
                .collect(Collectors.toSet());
        if (!lacking.isEmpty() || !known.containsAll(footer.ids())) {
            differences.add(finding("field-ids", "the file has other field ids than the table's schema")
                    .in(file.path())
                    .expecting(
                            known.stream().sorted().toList(),
                            footer.ids().stream().sorted().toList()));
        }
    }

    private TableSpec withColumns(Set<Integer> ids) {
        TableSpec table = partition.table();
        List<ColumnSpec> columns = table.columns().stream()
                .filter(column -> ids.contains(column.id()))
                .toList();
        return columns.equals(table.columns())
                ? table
                : new TableSpec(
                        table.name(),
                        columns,
                        table.sort(),
                        table.tieBreak(),
                        table.sql(),
                        table.replacing(),
                        table.working());
    }

    private Optional<ContentHash> readRows() {
        long longest = 0;
        for (CommittedFile file : partition.files()) {
            try {
                FileValues values = FileValues.of(partition.table(), file.path(), MetricsCheck.bounded(file), session);
                differences.addAll(MetricsCheck.differences(partition, file, values));
                longest = Math.max(longest, values.longest().bytes());
            } catch (SQLException e) {
                unreadable(file, e);
                return Optional.empty();
            }
        }
        ContentHash hash = session.digest(partition.table(), partition.paths(), new LongestRow(longest))
                .hash();
        if (hash.rows() != rows) {
            differences.add(finding("row-count", "the files have other numbers of rows than their footers say")
                    .expecting(rows + " rows", hash.rows() + " rows"));
        }
        partition
                .recordedHash()
                .filter(recorded -> !recorded.equals(hash))
                .ifPresent(recorded ->
                        differences.add(finding("content-differs", "the rows are not those that the export recorded")
                                .expecting("content hash " + recorded, hash)));
        return Optional.of(hash);
    }

    private void unreadable(CommittedFile file, SQLException e) {
        ExporterException why = Failure.of(e, file.path().toString());
        if (why.problem().code().startsWith("out-of-")) {
            throw why;
        }
        differences.add(finding(
                        "file-unreadable",
                        "the file cannot be read: " + why.problem().message())
                .in(file.path()));
    }

    private Finding finding(String code, String message) {
        return Finding.of(code, partition.table().name(), partition.bounds(), message);
    }
}

package dev.exporter.verify;

import dev.exporter.plan.ContentHash;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.Partitioning;
import dev.exporter.plan.TableSpec;
import dev.exporter.plan.Verification;
import dev.exporter.plan.verification.Depth;
import dev.exporter.plan.verification.Finding;
import dev.exporter.transform.file.FileSession;
import dev.exporter.verify.compare.Kind;
import dev.exporter.verify.compare.RowComparison;
import dev.exporter.verify.file.FilesReading;
import dev.exporter.verify.origin.PinnedOrigin;
import dev.exporter.verify.rule.Breach;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Judges partitions by what was read of them, one after the other. For one thread. */
final class Verdicts {
    private final Depth depth;
    private final PartitionReader reader;
    private final Findings findings;
    /** Keys without a row, where the source has none either, and where it is not known. */
    private final List<KeyRange> gapsOfSource = new ArrayList<>();

    private final List<KeyRange> gapsUnasked = new ArrayList<>();

    Verdicts(Depth depth, PartitionReader reader, Findings findings) {
        this.depth = depth;
        this.reader = reader;
        this.findings = findings;
    }

    /**
     * Judges a partition.
     *
     * @param identityTable the table that has a row for each key, or an empty text
     */
    void judge(
            LivePartition partition, PartitionReading reading, Map<String, ContentHash> source, String identityTable) {
        Set<String> agreed = new HashSet<>();
        for (FilesReading files : reading.files()) {
            findings.differ(files.differences());
            if (reader.readsSource() && files.isWhole() && agrees(partition, files, source)) {
                agreed.add(files.table().name());
            }
        }
        boolean allAgreed = agreed.size() == reading.files().size();
        for (Breach breach : reading.rules().breaches()) {
            judge(partition, breach, allAgreed);
        }
        if (agreed.contains(identityTable)) {
            gapsOfSource.addAll(reading.rules().gaps());
        } else if (!reader.readsSource()) {
            gapsUnasked.addAll(reading.rules().gaps());
        }
    }

    private void judge(LivePartition partition, Breach breach, boolean isOfSource) {
        Verification.Rule rule = breach.rule();
        Finding finding = Finding.of(rule.name(), rule.table(), partition.bounds(), breach.text());
        switch (rule.meaning()) {
            case DIFFERENCE -> findings.differ(finding);
            case INFORMATION -> findings.inform(finding);
            case LOSS -> {
                if (isOfSource) {
                    findings.inform(Finding.of(
                            rule.name(), rule.table(), partition.bounds(), breach.text() + "; so it is in the source"));
                } else {
                    findings.differ(finding);
                }
            }
        }
    }

    /** Whether the table has what the source has, but for rows that the source has pruned. */
    private boolean agrees(LivePartition partition, FilesReading files, Map<String, ContentHash> source) {
        TableSpec table = files.table();
        ContentHash there = source.getOrDefault(table.name(), ContentHash.EMPTY);
        if (!depth.readsRows()) {
            return agreesInCount(partition, files, there.rows());
        }
        return files.hash().filter(there::equals).isPresent()
                || compare(
                        partition.bounds(),
                        partition.exported(),
                        files.shared(),
                        files.paths(),
                        Math.max(there.rows(), files.rows()));
    }

    private boolean agreesInCount(LivePartition partition, FilesReading files, long sourceRows) {
        TableSpec table = files.table();
        if (files.rows() == sourceRows) {
            return true;
        }
        boolean mayBePruned = !table.replacing().prunable().equals("false") && files.rows() > sourceRows;
        if (mayBePruned) {
            findings.inform(Finding.of(
                    Kind.PRUNED.code(),
                    table.name(),
                    partition.bounds(),
                    "rows more than in the source, which may have pruned them: " + (files.rows() - sourceRows)));
        } else {
            findings.differ(Finding.of(
                            "row-count", table.name(), partition.bounds(), "another number of rows than in the source")
                    .expecting(sourceRows + " rows", files.rows() + " rows"));
        }
        return mayBePruned;
    }

    /** Finds out which rows differ; true where the source has only pruned some. */
    private boolean compare(KeyRange partition, List<KeyRange> exported, TableSpec table, List<Path> files, long rows) {
        boolean agrees = true;
        try (PinnedOrigin pinned = reader.pin();
                FileSession session = reader.session()) {
            for (RowComparison.Differing differing :
                    new RowComparison(table, exported, pinned, files, session).compare(rows)) {
                String text = differing.kind().phrase() + ": " + differing.rows()
                        + (differing.examples().isEmpty()
                                ? ""
                                : ", for example " + String.join("; ", differing.examples()));
                Finding finding = Finding.of(differing.kind().code(), table.name(), partition, text);
                if (differing.kind() == Kind.PRUNED) {
                    findings.inform(finding);
                } else {
                    findings.differ(finding);
                    agrees = false;
                }
            }
        }
        return agrees;
    }

    /**
     * Judges ranges that were exported and have no files: the source should have nothing there.
     *
     * @param tables of the dataset
     * @param partitions gives the whole partitions of a range
     */
    void judgeEmpty(List<KeyRange> ranges, List<TableSpec> tables, Partitioning partitions, String identityTable) {
        if (!reader.readsSource()) {
            gapsUnasked.addAll(ranges);
            return;
        }
        for (KeyRange range : ranges) {
            for (TableSpec table : tables) {
                long rows = count(table, range);
                if (rows > 0) {
                    judgeLost(range, table, partitions);
                } else if (table.name().equals(identityTable)) {
                    gapsOfSource.add(range);
                }
            }
        }
    }

    private void judgeLost(KeyRange range, TableSpec table, Partitioning partitions) {
        for (KeyRange partition : partitions.cut(range)) {
            List<KeyRange> exported = List.of(partition.intersection(range));
            long rows = count(table, exported.get(0));
            if (rows > 0 && depth.readsRows()) {
                compare(partition, exported, table, List.of(), rows);
            } else if (rows > 0) {
                findings.differ(
                        Finding.of("row-count", table.name(), partition, "another number of rows than in the source")
                                .expecting(rows + " rows", "0 rows"));
            }
        }
    }

    private long count(TableSpec table, KeyRange range) {
        try (PinnedOrigin pinned = reader.pin()) {
            return pinned.count(table.name(), List.of(range));
        }
    }

    /** Tells of the keys without a row, of all partitions together. */
    void tellGaps(String identityTable, String unit) {
        tellGaps(identityTable, unit, gapsOfSource, "nor has the source");
        tellGaps(identityTable, unit, gapsUnasked, "the source was not asked");
    }

    private void tellGaps(String table, String unit, List<KeyRange> gaps, String source) {
        if (!table.isEmpty() && !gaps.isEmpty()) {
            List<KeyRange> joined = Ranges.joined(gaps);
            findings.inform(Finding.of(
                    "gap",
                    table,
                    Ranges.length(joined) + " " + unit + "s have no row, " + source + ": " + Ranges.text(joined)));
        }
    }
}

package dev.exporter.verify;

import dev.exporter.plan.ContentHash;
import dev.exporter.plan.TableSpec;
import dev.exporter.plan.verification.Depth;
import dev.exporter.plan.verification.VerifyListener;
import dev.exporter.transform.file.FileEngine;
import dev.exporter.transform.file.FileSession;
import dev.exporter.verify.file.FilesCheck;
import dev.exporter.verify.file.FilesReading;
import dev.exporter.verify.file.PartitionFiles;
import dev.exporter.verify.origin.Origin;
import dev.exporter.verify.origin.PinnedOrigin;
import dev.exporter.verify.rule.PartitionRules;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads partitions, from the files and from the source. Thread-safe. */
final class PartitionReader {
    private final Depth depth;
    private final FileEngine engine;
    private final Optional<Origin> origin;
    private final VerifyListener listener;
    private final PartitionRules rules;

    /** @param origin empty where the source is not to be read */
    PartitionReader(Subject subject, Depth depth, FileEngine engine, Optional<Origin> origin, VerifyListener listener) {
        this.depth = depth;
        this.engine = engine;
        this.origin = origin;
        this.listener = listener;
        this.rules = new PartitionRules(subject.dataset(), subject.options());
    }

    boolean readsSource() {
        return origin.isPresent();
    }

    /** Pins the source, which must be there. */
    PinnedOrigin pin() {
        return origin.orElseThrow().pin(rows -> listener.read(rows, 0));
    }

    FileSession session() {
        return engine.session();
    }

    /**
     * What the source has of a partition, by the table's name, all under one pin: content hashes, or where only counts are
     * asked for, numbers of rows as hashes of nothing else.
     */
    Map<String, ContentHash> source(LivePartition partition) {
        Map<String, ContentHash> hashes = new HashMap<>();
        if (origin.isEmpty()) {
            return hashes;
        }
        try (PinnedOrigin pinned = pin()) {
            for (PartitionFiles table : partition.tables()) {
                String name = table.table().name();
                hashes.put(
                        name,
                        depth.readsRows()
                                ? pinned.hash(table.table(), partition.exported())
                                : new ContentHash(pinned.count(name, partition.exported()), 0, 0));
            }
        }
        return hashes;
    }

    /** What the files of a partition hold, and what the rules say of it. */
    PartitionReading files(LivePartition partition) {
        try (FileSession session = engine.session()) {
            List<FilesReading> readings = new ArrayList<>();
            Map<TableSpec, List<Path>> readable = new LinkedHashMap<>();
            for (PartitionFiles files : partition.tables()) {
                FilesReading reading = FilesCheck.read(files, depth, session);
                readings.add(reading);
                if (reading.isWhole()) {
                    readable.put(reading.table(), reading.paths());
                }
                listener.read(files.rows(), files.bytes());
            }
            PartitionRules.Result found = depth.readsRows()
                    ? rules.ask(readable, partition.exported(), session)
                    : new PartitionRules.Result(List.of(), List.of());
            return new PartitionReading(readings, found);
        }
    }
}

package dev.exporter.run.planning;

import dev.exporter.plan.DataFileName;
import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.SourceTable;
import dev.exporter.source.SourceDatabases;
import dev.exporter.source.SourceReader;
import dev.exporter.source.SourceSnapshot;
import dev.exporter.transform.file.KeySample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VarBinaryVector;

/**
 * Tells whether the source is the chain or gateway that the tables were exported from: samples committed rows and
 * compares the identifying column with the source's at the same key.
 */
final class IdentityCheck {
    private static final int SAMPLES = 16;

    private final Dataset dataset;
    private final SourceDatabases sources;

    IdentityCheck(Dataset dataset, SourceDatabases sources) {
        this.dataset = dataset;
        this.sources = sources;
    }

    /**
     * Compares a sample. A few differing keys are a reorganisation, whose old rows an export replaces; when at least
     * half of them differ, it is another chain.
     *
     * <p>Files that another program has named are not looked at: what they hold need not come from a source.
     *
     * @param except partitions whose files are not looked at either
     * @return a note, where some keys differ
     * @throws ExporterException refused, if it is another chain or gateway
     */
    Optional<String> check(ExistingTables existing, Collection<KeyRange> except) {
        Dataset.Identity identity = dataset.identity();
        List<Path> files = existing.identityTable().map(table -> table.files()).orElse(List.of()).stream()
                .filter(file -> DataFileName.of(file.getFileName().toString())
                        .filter(name -> !except.contains(name.partition()))
                        .isPresent())
                .toList();
        if (identity == null || files.isEmpty()) {
            return Optional.empty();
        }
        Map<Long, byte[]> committed = KeySample.of(
                spread(files), dataset.table(identity.table()), dataset.range().column(), identity.column(), SAMPLES);
        List<Long> same = new ArrayList<>();
        List<Long> different = new ArrayList<>();
        try (BufferAllocator allocator = new RootAllocator();
                SourceSnapshot snapshot = sources.pin()) {
            committed.forEach((key, value) -> value(snapshot, identity, key, allocator)
                    .ifPresent(current -> (Arrays.equals(current, value) ? same : different).add(key)));
        }
        if (different.isEmpty()) {
            return Optional.empty();
        }
        if (different.size() >= same.size()) {
            throw ExporterException.refused(
                    "another-chain",
                    "the source is not the one that the tables were exported from: " + identity.column()
                            + " differs at " + different.size() + " of " + (same.size() + different.size())
                            + " sampled "
                            + dataset.range().unit() + "s, for example at " + different.get(0),
                    "table " + identity.table(),
                    "Export it into another --warehouseDir");
        }
        return Optional.of(identity.column() + " differs at " + dataset.range().unit() + " " + different
                + ": reorganised since it was exported");
    }

    /** At most as many files as samples, spread evenly. */
    private static List<Path> spread(List<Path> files) {
        List<Path> spread = new ArrayList<>();
        int step = Math.max(1, files.size() / SAMPLES);
        for (int i = 0; i < files.size() && spread.size() < SAMPLES; i += step) {
            spread.add(files.get(i));
        }
        return spread;
    }

    /** The source's value at a key; empty where it has no such row or no value. */
    private Optional<byte[]> value(
            SourceSnapshot snapshot, Dataset.Identity identity, long key, BufferAllocator allocator) {
        SourceTable table = dataset.source(identity.source());
        try (SourceReader rows = snapshot.read(table, new KeyRange(key, key), allocator)) {
            while (rows.loadNextBatch()) {
                VarBinaryVector column =
                        (VarBinaryVector) rows.getVectorSchemaRoot().getVector(identity.column());
                if (column.getValueCount() > 0 && !column.isNull(0)) {
                    return Optional.of(column.get(0));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

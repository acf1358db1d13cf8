package dev.exporter.run.load;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.SourceTable;
import dev.exporter.plan.SqlNames;
import dev.exporter.plan.TableSpec;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Which of a dataset's source and prepared tables its SQL needs. A name that is only in a comment counts, too. */
final class Needs {
    private final Dataset dataset;

    Needs(Dataset dataset) {
        this.dataset = dataset;
    }

    /** The source tables that an output table is made of, directly or by way of prepared ones, in their order. */
    List<SourceTable> sources(TableSpec table) {
        return dataset.sources().stream()
                .filter(source -> SqlNames.mentions(table.sql(), source.name())
                        || prepared(table).stream()
                                .anyMatch(prepared -> SqlNames.mentions(prepared.sql(), source.name())))
                .toList();
    }

    /** The source tables that a prepared one is made of. */
    List<SourceTable> sources(Dataset.PreparedTable prepared) {
        return dataset.sources().stream()
                .filter(source -> SqlNames.mentions(prepared.sql(), source.name()))
                .toList();
    }

    /** The prepared tables that an output table is made of, in their order; each may be made of earlier ones. */
    List<Dataset.PreparedTable> prepared(TableSpec table) {
        List<Dataset.PreparedTable> all = dataset.prepared();
        int last = -1;
        for (int i = 0; i < all.size(); i++) {
            last = SqlNames.mentions(table.sql(), all.get(i).name()) ? i : last;
        }
        return all.subList(0, last + 1);
    }

    /**
     * Whether a source table is needed once more.
     *
     * @param tables that are still to be made
     * @param prepared that are still to be made
     * @param sources that are still to be loaded by the keys of others
     */
    boolean isNeeded(
            SourceTable source,
            Collection<TableSpec> tables,
            Collection<Dataset.PreparedTable> prepared,
            Collection<SourceTable> sources) {
        Stream<String> sql = Stream.of(
                        tables.stream().map(TableSpec::sql),
                        prepared.stream().map(Dataset.PreparedTable::sql),
                        dataset.faults().stream().map(Dataset.FaultCheck::sql))
                .flatMap(all -> all);
        return sql.anyMatch(text -> SqlNames.mentions(text, source.name()))
                || sources.stream().anyMatch(other -> takesKeysOf(other, source));
    }

    private static boolean takesKeysOf(SourceTable dictionary, SourceTable source) {
        return dictionary.read() instanceof SourceTable.ByKey by
                && by.of().stream().anyMatch(key -> key.source().equals(source.name()));
    }
}

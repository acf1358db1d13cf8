package dev.exporter.run.rewrite;

import dev.exporter.plan.ColumnSpec;
import dev.exporter.plan.Dataset;
import dev.exporter.plan.TableSpec;
import dev.exporter.warehouse.table.ExistingTable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A table as its files are written anew: as it is, with the bloom filters that its dataset asks for. */
public final class RewriteSpec {
    private RewriteSpec() {}

    /** @param dataset that has the table */
    public static TableSpec of(ExistingTable table, Dataset dataset) {
        TableSpec declared = dataset.table(table.name());
        Set<Integer> blooms = new HashSet<>();
        declared.columns().stream().filter(ColumnSpec::bloom).forEach(column -> blooms.add(column.id()));
        List<ColumnSpec> columns = table.columns().stream()
                .map(column -> new ColumnSpec(
                        column.id(),
                        column.name(),
                        column.type(),
                        column.required(),
                        column.bounds(),
                        blooms.contains(column.id()),
                        null))
                .toList();
        Set<String> names = new HashSet<>();
        columns.forEach(column -> names.add(column.name()));
        List<String> tieBreak =
                declared.tieBreak().stream().filter(names::contains).toList();
        return new TableSpec(
                table.name(), columns, table.sort(), tieBreak, "", TableSpec.Replacing.DEFAULT, TableSpec.Working.NONE);
    }
}

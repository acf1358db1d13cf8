package dev.exporter.warehouse.commit;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExportRequest.OnScope;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.TableSpec;
import dev.exporter.warehouse.iceberg.TableDefinition;
import dev.exporter.warehouse.table.ExistingTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a run would make of the tables of its dataset.
 *
 * @param options the values of the dataset's options
 * @param scope as the run's plan has it
 * @param onScope whether flags of the scope may be on that were off
 */
public record SchemaChanges(
        Dataset dataset, Map<String, String> options, long partitionSize, Map<String, String> scope, OnScope onScope) {
    /**
     * What the run's first commit changes of the tables' columns, a clause each, by table; only those that change.
     *
     * @param tables finds those that exist by their names
     * @throws ExporterException refused, naming each difference of a table that cannot be exported into
     */
    public Map<String, List<String>> of(Function<String, Optional<ExistingTable>> tables) {
        Identity identity = Identity.of(dataset.name(), dataset.version(), partitionSize, scope);
        Map<String, List<String>> changes = new LinkedHashMap<>();
        for (TableSpec spec : dataset.tables()) {
            TableDefinition definition =
                    TableDefinition.of(spec, options, dataset.range().column(), partitionSize);
            tables.apply(spec.name()).ifPresent(table -> {
                Fit fit = Fit.of(table.metadata(), definition, identity, onScope);
                fit.refuseUnlessFits(table, dataset);
                if (!fit.changes().isEmpty()) {
                    changes.put(spec.name(), fit.changes());
                }
            });
        }
        return changes;
    }
}

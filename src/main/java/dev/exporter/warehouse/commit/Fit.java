package dev.exporter.warehouse.commit;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExportRequest.OnScope;
import dev.exporter.plan.ExporterException;
import dev.exporter.warehouse.iceberg.Evolution;
import dev.exporter.warehouse.iceberg.TableDefinition;
import dev.exporter.warehouse.table.ExistingTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableProperties;

/**
 * Whether a run can write into an existing table, and what the table becomes for it.
 *
 * @param differences in what it is another table, a clause each; none where the run can write into it
 * @param changes what its columns become, a clause each
 * @param metadata the table as the run sees it: with the columns that the run's files have, before it has committed
 *     anything; as it is where there are differences
 */
record Fit(List<String> differences, List<String> changes, TableMetadata metadata) {
    static Fit of(TableMetadata existing, TableDefinition definition, Identity identity, OnScope onScope) {
        boolean isNewer = identity.isNewerThan(existing.properties());
        Evolution evolution = definition.evolution(existing, extent(isNewer, onScope));
        List<String> differences = new ArrayList<>(identity.differences(existing.properties(), onScope));
        differences.addAll(evolution.refusals());
        definition.otherPartitioning(existing).ifPresent(differences::add);
        boolean isSame = evolution.changes().isEmpty() && !isNewer;
        return new Fit(
                List.copyOf(differences),
                evolution.changes(),
                isSame || !differences.isEmpty() ? existing : evolved(existing, definition));
    }

    /**
     * Refuses what cannot be written into.
     *
     * @throws ExporterException refused, naming each difference
     */
    void refuseUnlessFits(ExistingTable table, Dataset dataset) {
        if (differences.isEmpty()) {
            return;
        }
        boolean isNewer = table.dataset().equals(dataset.name()) && table.datasetVersion() < dataset.version();
        throw ExporterException.refused(
                "table-differs",
                "the table " + table.name()
                        + (isNewer
                                ? " cannot become what version " + dataset.version() + " of dataset " + dataset.name()
                                        + " defines: "
                                : " was made for another export: ")
                        + String.join("; ", differences),
                table.path().toString(),
                isNewer
                        ? "A newer version may add columns that can be NULL, rename columns, and widen int to long and"
                                + " decimals; correct the definition, or export into another --warehouseDir or --namespace"
                        : "Export with what the table was made for, or into another --warehouseDir or --namespace;"
                                + " --changeScope lets flags be on that were off, and a higher version of the dataset may"
                                + " change columns");
    }

    private static Evolution.Extent extent(boolean isNewer, OnScope onScope) {
        if (isNewer) {
            return Evolution.Extent.COLUMNS;
        }
        return onScope == OnScope.WIDEN ? Evolution.Extent.OPTIONAL_COLUMNS : Evolution.Extent.NOTHING;
    }

    private static TableMetadata evolved(TableMetadata existing, TableDefinition definition) {
        TableMetadata evolved = definition.evolve(existing);
        Map<String, String> properties = new HashMap<>(evolved.properties());
        // Those of renamed columns name no column any more, which Iceberg's own evolution would refuse.
        properties.keySet().removeIf(name -> name.startsWith(TableProperties.METRICS_MODE_COLUMN_CONF_PREFIX));
        properties.putAll(NewTableProperties.ofColumns(definition, evolved.schema()));
        return evolved.replaceProperties(properties);
    }
}

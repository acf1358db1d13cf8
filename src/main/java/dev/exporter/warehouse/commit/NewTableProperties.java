package dev.exporter.warehouse.commit;

import dev.exporter.plan.ColumnSpec;
import dev.exporter.plan.RunPlan;
import dev.exporter.warehouse.iceberg.TableDefinition;
import dev.exporter.warehouse.table.RunProperties;
import java.util.Map;
import java.util.TreeMap;
import org.apache.iceberg.Schema;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.mapping.MappingUtil;
import org.apache.iceberg.mapping.NameMappingParser;

/** The properties that a table has from the run that makes it, and those that follow from its columns. */
final class NewTableProperties {
    private NewTableProperties() {}

    /** All of a table that a run makes. */
    static Map<String, String> of(RunPlan plan, TableDefinition definition) {
        Map<String, String> properties = new TreeMap<>(settings());
        properties.putAll(ofColumns(definition, definition.schema()));
        properties.putAll(RunProperties.ofCompression(plan.request().output().compression()));
        properties.put(RunProperties.FORMAT_VERSION, Integer.toString(RunProperties.FORMAT));
        properties.putAll(Identity.of(plan).properties());
        return properties;
    }

    /**
     * Those that follow from a table's columns.
     *
     * @param schema of the columns, with the table's own ids
     */
    static Map<String, String> ofColumns(TableDefinition definition, Schema schema) {
        Map<String, String> properties = new TreeMap<>();
        properties.put(TableProperties.DEFAULT_NAME_MAPPING, NameMappingParser.toJson(MappingUtil.create(schema)));
        for (ColumnSpec column : definition.table().columns()) {
            properties.put(
                    TableProperties.METRICS_MODE_COLUMN_CONF_PREFIX + column.name(), metricsMode(column.bounds()));
        }
        // Whatever the dataset says: the bounds of the key tell whether a file is in its partition.
        properties.put(
                TableProperties.METRICS_MODE_COLUMN_CONF_PREFIX + definition.keyColumn(),
                metricsMode(ColumnSpec.Bounds.FULL));
        return properties;
    }

    private static Map<String, String> settings() {
        return Map.of(
                TableProperties.DEFAULT_FILE_FORMAT, "parquet",
                // Without these two, and without merging manifests, 1,000 commits leave 441 MB of metadata.
                TableProperties.METADATA_DELETE_AFTER_COMMIT_ENABLED, "true",
                TableProperties.METADATA_PREVIOUS_VERSIONS_MAX, "10",
                TableProperties.MANIFEST_MIN_MERGE_COUNT, "20",
                // Commits of other ranges may win the race several times in a row; each try takes milliseconds.
                TableProperties.COMMIT_NUM_RETRIES, "30",
                TableProperties.COMMIT_MIN_RETRY_WAIT_MS, "20",
                TableProperties.COMMIT_MAX_RETRY_WAIT_MS, "2000",
                TableProperties.DELETE_MODE, "copy-on-write",
                TableProperties.UPDATE_MODE, "copy-on-write",
                TableProperties.MERGE_MODE, "copy-on-write");
    }

    private static String metricsMode(ColumnSpec.Bounds bounds) {
        return switch (bounds) {
            case NONE -> "counts";
            case SHORT -> "truncate(16)";
            case FULL -> "full";
        };
    }
}

package dev.exporter.warehouse.iceberg;

import dev.exporter.plan.ColumnSpec;
import dev.exporter.plan.ColumnType;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.TableSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.NullOrder;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/**
 * What a table must be like: its columns under their declared field ids, its partitioning and its sort order.
 *
 * @param table with the columns that the table has
 * @param lastColumnId the highest field id that is declared, also for a column that this table lacks
 * @param keyColumn the column that partitions the table
 * @param partitionSize keys in a partition
 */
public record TableDefinition(TableSpec table, int lastColumnId, String keyColumn, long partitionSize) {
    public TableDefinition {
        if (partitionSize < 1 || partitionSize > Integer.MAX_VALUE) {
            throw ExporterException.refused(
                    "partition-size-invalid",
                    "a partition cannot have " + partitionSize + " keys",
                    "",
                    "Choose a partition size from 1 to " + Integer.MAX_VALUE);
        }
    }

    /** The definition of a dataset's table under these values of the dataset's options. */
    public static TableDefinition of(
            TableSpec declared, Map<String, String> options, String keyColumn, long partitionSize) {
        int lastColumnId =
                declared.columns().stream().mapToInt(ColumnSpec::id).max().orElse(0);
        return new TableDefinition(declared.under(options), lastColumnId, keyColumn, partitionSize);
    }

    /** Metadata of a table without snapshots. The ids are kept as declared: Iceberg's own factory would renumber. */
    public TableMetadata create(String location, Map<String, String> properties) {
        Schema schema = schema();
        return TableMetadata.buildFromEmpty(2)
                .assignUUID()
                .setLocation(location)
                .setCurrentSchema(schema, lastColumnId)
                .setDefaultPartitionSpec(partitionSpec(schema))
                .setDefaultSortOrder(sortOrder(schema))
                .setProperties(properties)
                .discardChanges()
                .build();
    }

    public Schema schema() {
        List<Types.NestedField> fields = table.columns().stream()
                .map(column -> column.required()
                        ? Types.NestedField.required(column.id(), column.name(), type(column.type()))
                        : Types.NestedField.optional(column.id(), column.name(), type(column.type())))
                .toList();
        return new Schema(fields);
    }

    /** How an existing table's columns become those of this definition. */
    public Evolution evolution(TableMetadata existing, Evolution.Extent extent) {
        return Evolution.of(this, existing, extent);
    }

    /** The existing metadata with the columns and the sort order of this definition. Ids are kept as declared. */
    public TableMetadata evolve(TableMetadata existing) {
        TableMetadata evolved = TableMetadata.buildFrom(existing)
                .setCurrentSchema(schema(), Math.max(lastColumnId, existing.lastColumnId()))
                .build();
        return evolved.replaceSortOrder(sortOrder(evolved.schema()));
    }

    /** In what an existing table is partitioned otherwise; empty where it is as defined. */
    public Optional<String> otherPartitioning(TableMetadata existing) {
        if (existing.spec().compatibleWith(partitionSpec(schema()))) {
            return Optional.empty();
        }
        return Optional.of("its partitioning is " + existing.spec().fields() + ", not by truncate(" + keyColumn + ", "
                + partitionSize + ")");
    }

    private PartitionSpec partitionSpec(Schema schema) {
        return PartitionSpec.builderFor(schema)
                .truncate(keyColumn, Math.toIntExact(partitionSize), keyColumn + "_trunc")
                .build();
    }

    private SortOrder sortOrder(Schema schema) {
        SortOrder.Builder order = SortOrder.builderFor(schema);
        table.sort().forEach(column -> order.asc(column, NullOrder.NULLS_FIRST));
        return order.build();
    }

    static String text(String name, Type type, boolean required) {
        return name + " " + type + (required ? " (required)" : "");
    }

    private static Type type(ColumnType type) {
        if (type instanceof ColumnType.Decimal decimal) {
            return Types.DecimalType.of(decimal.precision(), decimal.scale());
        }
        return switch ((ColumnType.Primitive) type) {
            case BOOLEAN -> Types.BooleanType.get();
            case INT -> Types.IntegerType.get();
            case LONG -> Types.LongType.get();
            case STRING -> Types.StringType.get();
            case BINARY -> Types.BinaryType.get();
        };
    }
}

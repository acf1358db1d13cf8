package dev.exporter.warehouse.iceberg;

import dev.exporter.plan.ColumnSpec;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/**
 * How the columns of an existing table become those of a definition. Columns are the same where their field ids are. All
 * that may change leaves old data files right as they are: Iceberg's readers give NULL for a column that a file lacks,
 * find renamed ones by id, and read a narrower type as the wider one.
 *
 * @param changes what becomes another, a clause for each column
 * @param refusals what cannot, a clause for each column
 */
public record Evolution(List<String> changes, List<String> refusals) {
    public Evolution {
        changes = List.copyOf(changes);
        refusals = List.copyOf(refusals);
    }

    /** What may change. */
    public enum Extent {
        /** Nothing. */
        NOTHING,
        /** Columns that depend on an option may be added. */
        OPTIONAL_COLUMNS,
        /** Whatever leaves old data files right: columns may be added, renamed, widened, and allowed to be NULL. */
        COLUMNS
    }

    static Evolution of(TableDefinition definition, TableMetadata existing, Extent extent) {
        Comparison comparison = new Comparison(definition, existing, extent);
        definition.table().columns().forEach(comparison::compare);
        existing.schema().columns().forEach(comparison::requireDeclared);
        return new Evolution(comparison.changes, comparison.refusals);
    }

    private static String text(Types.NestedField field) {
        return TableDefinition.text(field.name(), field.type(), field.isRequired());
    }

    private static final class Comparison {
        private final TableDefinition definition;
        private final TableMetadata existing;
        private final Schema schema;
        private final Extent extent;
        private final List<String> changes = new ArrayList<>();
        private final List<String> refusals = new ArrayList<>();

        private Comparison(TableDefinition definition, TableMetadata existing, Extent extent) {
            this.definition = definition;
            this.existing = existing;
            this.schema = existing.schema();
            this.extent = extent;
        }

        private void compare(ColumnSpec column) {
            Types.NestedField declared = definition.schema().findField(column.id());
            Types.@Nullable NestedField field = schema.findField(column.id());
            if (field == null) {
                add(column, declared);
            } else if (!text(field).equals(text(declared))) {
                change(field, declared);
            }
        }

        private void add(ColumnSpec column, Types.NestedField declared) {
            Types.@Nullable NestedField namesake = schema.findField(column.name());
            Types.@Nullable NestedField earlier = formerField(column.id());
            if (extent == Extent.NOTHING || (extent == Extent.OPTIONAL_COLUMNS && column.option() == null)) {
                refusals.add("it lacks the column " + text(declared));
            } else if (namesake != null) {
                refusals.add("field " + namesake.fieldId() + " has the name of the new field " + text(declared)
                        + ", and a name does not pass from one field to another");
            } else if (earlier != null && !text(earlier).equals(text(declared))) {
                refusals.add("field " + column.id() + " once was " + text(earlier) + " and cannot be " + text(declared)
                        + ": an id is never used again");
            } else if (column.required()) {
                refusals.add("the new column " + text(declared) + " has no values in the rows that are there");
            } else {
                changes.add("adds the column " + text(declared));
            }
        }

        /** A field that another program has removed. */
        private Types.@Nullable NestedField formerField(int id) {
            return existing.schemas().stream()
                    .filter(former -> former.findField(id) != null)
                    .findFirst()
                    .map(former -> former.findField(id))
                    .orElse(null);
        }

        private void change(Types.NestedField field, Types.NestedField declared) {
            boolean isRenamed = !field.name().equals(declared.name());
            boolean isWidened =
                    TypeUtil.isPromotionAllowed(field.type(), declared.type().asPrimitiveType());
            if (extent != Extent.COLUMNS) {
                refusals.add("field " + field.fieldId() + " is " + text(field) + ", not " + text(declared));
            } else if (isRenamed && !isWidened) {
                refusals.add("field " + field.fieldId() + " is " + text(field) + " and cannot be " + text(declared)
                        + ": an id keeps its meaning");
            } else if (isRenamed && schema.findField(declared.name()) != null) {
                refusals.add("field " + field.fieldId() + " is " + field.name() + ", and the name " + declared.name()
                        + " is that of field "
                        + schema.findField(declared.name()).fieldId());
            } else if (isRenamed && isKey(field)) {
                refusals.add("the range key " + field.name() + " cannot be renamed to " + declared.name()
                        + ", since folders have its name");
            } else if (!isWidened) {
                refusals.add(
                        "the column " + field.name() + " is " + field.type() + " and cannot become " + declared.type());
            } else if (field.isOptional() && declared.isRequired()) {
                refusals.add("the column " + field.name() + " may be NULL and cannot become required");
            } else {
                changes.add(changed(field, declared));
            }
        }

        private boolean isKey(Types.NestedField field) {
            return existing.spec().fields().stream().anyMatch(part -> part.sourceId() == field.fieldId());
        }

        private static String changed(Types.NestedField field, Types.NestedField declared) {
            List<String> clauses = new ArrayList<>();
            if (!field.name().equals(declared.name())) {
                clauses.add("renames the column " + field.name() + " to " + declared.name());
            }
            if (!field.type().equals(declared.type())) {
                clauses.add(
                        "widens the column " + declared.name() + " from " + field.type() + " to " + declared.type());
            }
            if (field.isRequired() && declared.isOptional()) {
                clauses.add("lets the column " + declared.name() + " be NULL");
            }
            return String.join(" and ", clauses);
        }

        private void requireDeclared(Types.NestedField field) {
            if (definition.schema().findField(field.fieldId()) == null) {
                refusals.add("it has the column " + text(field) + ", which the dataset does not have");
            }
        }
    }
}

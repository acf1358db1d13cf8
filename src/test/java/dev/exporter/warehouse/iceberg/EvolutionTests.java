package dev.exporter.warehouse.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.plan.ColumnSpec;
import dev.exporter.plan.ColumnType;
import dev.exporter.plan.TableSpec;
import dev.exporter.warehouse.iceberg.Evolution.Extent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;

/** What may become of the columns 1 height, 2 id, 3 size, 4 fee; 5 is that of an option, which is off. */
class EvolutionTests {
    private static final String[] OLD = {
        "1 height long*", "2 id binary*", "3 size int", "4 fee decimal(9,2)", "5 note string ?"
    };
    private static final Map<String, String> OFF = Map.of("notes", "false");

    private final TableMetadata table = definition(OLD).create("file:///table", Map.of());

    @Test
    void theSameColumnsStayAndOneOfAnOptionThatIsOffIsNotMissed() {
        for (Extent extent : Extent.values()) {
            assertThat(definition(OLD).evolution(table, extent)).isEqualTo(new Evolution(List.of(), List.of()));
        }
        TableMetadata same = definition(OLD).evolve(table);
        assertThat(same.schema().sameSchema(table.schema())).isTrue();
        assertThat(same.schemas()).hasSize(1);
        assertThat(same.sortOrders()).hasSize(1);
    }

    @Test
    void columnsAreAddedRenamedWidenedAndAllowedToBeNull() {
        TableDefinition newer = definition(
                "1 height long*",
                "2 key binary",
                "3 bytes long",
                "4 fee decimal(20,2)",
                "5 note string ?",
                "6 extra string");

        assertThat(newer.evolution(table, Extent.COLUMNS))
                .isEqualTo(new Evolution(
                        List.of(
                                "renames the column id to key and lets the column key be NULL",
                                "renames the column size to bytes and widens the column bytes from int to long",
                                "widens the column fee from decimal(9, 2) to decimal(20, 2)",
                                "adds the column extra string"),
                        List.of()));
        TableMetadata evolved = newer.evolve(table);
        assertThat(evolved.schema().columns())
                .containsExactly(
                        Types.NestedField.required(1, "height", Types.LongType.get()),
                        Types.NestedField.optional(2, "key", Types.BinaryType.get()),
                        Types.NestedField.optional(3, "bytes", Types.LongType.get()),
                        Types.NestedField.optional(4, "fee", Types.DecimalType.of(20, 2)),
                        Types.NestedField.optional(6, "extra", Types.StringType.get()));
        assertThat(evolved.lastColumnId()).isEqualTo(6);
        assertThat(evolved.schemas()).hasSize(2);
        assertThat(evolved.spec().schema().findField("key")).isNotNull();
    }

    @Test
    void noneOfThisIsAllowedUnderTheSameVersion() {
        TableDefinition other =
                definition("1 height long*", "2 key binary*", "3 size long", "4 fee decimal(9,2)", "6 extra string");

        for (Extent extent : List.of(Extent.NOTHING, Extent.OPTIONAL_COLUMNS)) {
            assertThat(other.evolution(table, extent).changes()).isEmpty();
            assertThat(other.evolution(table, extent).refusals())
                    .containsExactly(
                            "field 2 is id binary (required), not key binary (required)",
                            "field 3 is size int, not size long",
                            "it lacks the column extra string");
        }
    }

    @Test
    void aWiderScopeBringsTheColumnsOfItsOptions() {
        TableDefinition wider = TableDefinition.of(spec(OLD), Map.of("notes", "true"), "height", 10);

        assertThat(wider.evolution(table, Extent.NOTHING).refusals())
                .containsExactly("it lacks the column note string");
        assertThat(wider.evolution(table, Extent.OPTIONAL_COLUMNS).changes())
                .containsExactly("adds the column note string");
        assertThat(wider.evolve(table).schema().findField(5).name()).isEqualTo("note");
    }

    @Test
    void eachColumnThatOldFilesDoNotFitIsRefusedInASentence() {
        assertThat(refusals("1 height long*", "2 id binary*", "3 size int"))
                .containsExactly("it has the column fee decimal(9, 2), which the dataset does not have");
        assertThat(refusals("1 height long*", "2 id string*", "3 size string", "4 fee decimal(8,2)"))
                .containsExactly(
                        "the column id is binary and cannot become string",
                        "the column size is int and cannot become string",
                        "the column fee is decimal(9, 2) and cannot become decimal(8, 2)");
        assertThat(refusals("1 height long*", "2 id binary*", "3 size int", "4 fee decimal(20,3)"))
                .containsExactly("the column fee is decimal(9, 2) and cannot become decimal(20, 3)");
        assertThat(refusals("1 height long*", "2 id binary*", "3 size int*", "4 fee decimal(9,2)", "6 extra int*"))
                .containsExactly(
                        "the column size may be NULL and cannot become required",
                        "the new column extra int (required) has no values in the rows that are there");
        assertThat(refusals("1 height long*", "2 id binary*", "3 colour string", "4 fee decimal(9,2)"))
                .containsExactly("field 3 is size int and cannot be colour string: an id keeps its meaning");
        assertThat(refusals("1 height long*", "2 id binary*", "3 fee int", "4 size decimal(9,2)"))
                .containsExactly(
                        "field 3 is size, and the name fee is that of field 4",
                        "field 4 is fee, and the name size is that of field 3");
        assertThat(refusals("1 height long*", "2 id binary*", "4 fee decimal(9,2)", "6 size int"))
                .containsExactly(
                        "field 3 has the name of the new field size int, and a name does not pass from one field to another",
                        "it has the column size int, which the dataset does not have");
    }

    @Test
    void theRangeKeyKeepsItsName() {
        TableSpec spec = spec("1 number long*", "2 id binary*", "3 size int", "4 fee decimal(9,2)");
        TableDefinition renamed = TableDefinition.of(spec, OFF, "number", 10);

        assertThat(renamed.evolution(table, Extent.COLUMNS).refusals())
                .containsExactly("the range key height cannot be renamed to number, since folders have its name");
    }

    @Test
    void anIdThatAnotherProgramHasFreedIsNotUsedAgain() {
        TableMetadata without = definition("1 height long*", "2 id binary*", "4 fee decimal(9,2)")
                .evolve(table);

        assertThat(definition("1 height long*", "2 id binary*", "3 weight long", "4 fee decimal(9,2)")
                        .evolution(without, Extent.COLUMNS)
                        .refusals())
                .containsExactly("field 3 once was size int and cannot be weight long: an id is never used again");
    }

    @Test
    void anotherSortOrderIsThatOfFilesFromThenOn() {
        TableSpec old = spec(OLD);
        TableSpec sorted = new TableSpec(
                old.name(), old.columns(), List.of("height", "fee"), List.of(), "", old.replacing(), old.working());

        TableMetadata evolved = TableDefinition.of(sorted, OFF, "height", 10).evolve(table);

        assertThat(evolved.sortOrders()).hasSize(2);
        assertThat(evolved.sortOrder().fields())
                .extracting(field -> field.sourceId())
                .containsExactly(1, 4);
    }

    private List<String> refusals(String... columns) {
        Evolution evolution = definition(columns).evolution(table, Extent.COLUMNS);
        assertThat(evolution.changes()).isEmpty();
        return evolution.refusals();
    }

    private static TableDefinition definition(String... columns) {
        return TableDefinition.of(spec(columns), OFF, "height", 10);
    }

    /** Columns as {@code "3 name long"}: required ones have a star after the type, that of the option has a question mark. */
    private static TableSpec spec(String... columns) {
        List<ColumnSpec> all = Arrays.stream(columns)
                .map(column -> column.split(" "))
                .map(parts -> new ColumnSpec(
                        Integer.parseInt(parts[0]),
                        parts[1],
                        ColumnType.parse(parts[2].replace("*", "")),
                        parts[2].endsWith("*"),
                        ColumnSpec.Bounds.FULL,
                        false,
                        parts.length > 3 ? "notes" : null))
                .toList();
        return new TableSpec(
                "t",
                all,
                List.of(all.get(0).name()),
                List.of(),
                "",
                TableSpec.Replacing.DEFAULT,
                TableSpec.Working.NONE);
    }
}

package dev.exporter.plan;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.exporter.plan.ColumnSpec.Bounds;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The form of a dataset file; each record mirrors a part of it. Absent parts take the defaults given here. */
record DatasetYaml(
        @JsonProperty(required = true) String name,
        @JsonProperty(required = true) int version,
        @JsonProperty(required = true) Range range,
        @JsonProperty(required = true) List<Dataset.Database> databases,
        @Nullable List<Dataset.Option> options,
        @JsonProperty(required = true) List<Source> sources,
        @JsonProperty(required = true) List<Table> tables,
        @Nullable List<Fault> faults,
        Dataset.@Nullable Identity identity) {

    record Range(
            @JsonProperty(required = true) String column,
            @JsonProperty(required = true) String unit,
            @JsonProperty(required = true) String of,
            @JsonProperty(required = true) RangeOptions options) {}

    record RangeOptions(
            @JsonProperty(required = true) String start,
            @JsonProperty(required = true) String end,
            @JsonProperty(required = true) String partitionSize) {}

    record Source(
            @JsonProperty(required = true) String name,
            @JsonProperty(required = true) String database,
            @JsonProperty(required = true) String table,
            @JsonProperty(required = true) SourceTable.Access read,
            @JsonProperty(required = true) List<SourceColumn> columns,
            @Nullable List<String> when) {}

    record SourceColumn(
            @JsonProperty(required = true) String name,
            @JsonProperty(required = true) Type type,
            boolean required,
            boolean optional,
            @Nullable String option) {}

    record Table(
            @JsonProperty(required = true) String name,
            @JsonProperty(required = true) String sql,
            @JsonProperty(required = true) List<String> sort,
            @Nullable List<String> tieBreak,
            boolean prunable,
            @JsonProperty(required = true) List<Column> columns) {}

    record Column(
            @JsonProperty(required = true) int id,
            @JsonProperty(required = true) String name,
            @JsonProperty(required = true) Type type,
            boolean required,
            @Nullable String bounds,
            @Nullable String option) {}

    record Fault(
            @JsonProperty(required = true) String name,
            @JsonProperty(required = true) String sql,
            @JsonProperty(required = true) String message,
            @JsonProperty(required = true) Fatal fatal) {}

    record Fatal(
            @JsonProperty(required = true) String option,
            @JsonProperty(required = true) String value) {}

    /** A column type by its text. */
    record Type(ColumnType type) {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        static Type of(String text) {
            return new Type(ColumnType.parse(text));
        }
    }

    Dataset dataset(String origin, String sha256, UnaryOperator<String> sqlFiles) {
        return new Dataset(
                name,
                version,
                new Dataset.RangeKey(
                        range.column(),
                        range.unit(),
                        range.of(),
                        range.options().start(),
                        range.options().end(),
                        range.options().partitionSize()),
                databases,
                orEmpty(options),
                sources.stream().map(DatasetYaml::source).toList(),
                tables.stream().map(table -> table(table, sqlFiles)).toList(),
                orEmpty(faults).stream().map(fault -> fault(fault, sqlFiles)).toList(),
                identity,
                origin,
                sha256);
    }

    private static SourceTable source(Source source) {
        return new SourceTable(
                source.name(),
                source.database(),
                source.table(),
                source.columns().stream()
                        .map(column -> new SourceTable.Column(
                                column.name(),
                                column.type().type(),
                                column.required(),
                                column.optional(),
                                column.option()))
                        .toList(),
                source.read(),
                orEmpty(source.when()));
    }

    private static TableSpec table(Table table, UnaryOperator<String> sqlFiles) {
        return new TableSpec(
                table.name(),
                table.columns().stream().map(DatasetYaml::column).toList(),
                table.sort(),
                orEmpty(table.tieBreak()),
                sqlFiles.apply(table.sql()),
                table.prunable());
    }

    private static ColumnSpec column(Column column) {
        String bounds = Objects.requireNonNullElse(column.bounds(), "full");
        return new ColumnSpec(
                column.id(),
                column.name(),
                column.type().type(),
                column.required(),
                Bounds.valueOf(bounds.toUpperCase(Locale.ROOT)),
                column.option());
    }

    private static Dataset.FaultCheck fault(Fault fault, UnaryOperator<String> sqlFiles) {
        return new Dataset.FaultCheck(
                fault.name(),
                sqlFiles.apply(fault.sql()),
                fault.message(),
                fault.fatal().option(),
                fault.fatal().value());
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}

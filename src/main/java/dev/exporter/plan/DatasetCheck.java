package dev.exporter.plan;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Holds a dataset against the rules that its form alone cannot express. */
final class DatasetCheck {
    /** Names that become folders, files, SQL identifiers and properties. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,62}");

    private DatasetCheck() {}

    /**
     * Returns {@code dataset} if it keeps the rules.
     *
     * @throws IllegalArgumentException naming the first rule that it breaks
     */
    static Dataset checked(Dataset dataset) {
        name("dataset", dataset.name());
        unique("database", dataset.databases(), Dataset.Database::name);
        unique("option", dataset.options(), Dataset.Option::name);
        unique("source", dataset.sources(), SourceTable::name);
        if (!dataset.prepared().isEmpty()) {
            unique("prepared table", dataset.prepared(), Dataset.PreparedTable::name);
        }
        dataset.prepared().forEach(prepared -> prepared(dataset, prepared));
        unique("table", dataset.tables(), TableSpec::name);
        dataset.source(dataset.range().of());
        dataset.sources().forEach(source -> source(dataset, source));
        dataset.tables().forEach(table -> table(dataset, table));
        dataset.faults()
                .forEach(fault -> fatal(dataset, "fault " + fault.name(), fault.fatalOption(), fault.fatalValue()));
        if (dataset.identity() != null) {
            identity(dataset, dataset.identity());
        }
        verification(dataset);
        return dataset;
    }

    private static void source(Dataset dataset, SourceTable source) {
        unique("column of source " + source.name(), source.columns(), SourceTable.Column::name);
        rule(
                dataset.databases().stream()
                        .anyMatch(database -> database.name().equals(source.database())),
                "source " + source.name() + " names the unknown database " + source.database());
        source.when().forEach(option -> flag(dataset, "source " + source.name(), option));
        source.columns().forEach(column -> {
            rule(
                    isStored(column.type()),
                    "column " + source.name() + "." + column.name() + " is of type " + column.type()
                            + ", which no source column has; int, long, string, binary and decimal(n,0) it may have");
            if (column.option() != null) {
                flag(dataset, "column " + source.name() + "." + column.name(), column.option());
            }
        });
        if (source.read() instanceof SourceTable.ByRange by) {
            source.column(by.column());
            source.column(by.key());
            if (by.arrival() != null) {
                source.column(by.arrival());
            }
        } else if (source.read() instanceof SourceTable.ByParent by) {
            SourceTable parent = dataset.source(by.parent());
            source.column(by.column());
            parent.column(by.parentColumn());
            rule(
                    parent.database().equals(source.database()) && parent.read() instanceof SourceTable.ByRange,
                    "source " + source.name() + " needs a parent that is read by range from the same database");
        } else if (source.read() instanceof SourceTable.ByKey by) {
            key(source, by.column());
            by.of().forEach(key -> key(dataset.source(key.source()), key.column()));
        }
    }

    private static boolean isStored(ColumnType type) {
        return type instanceof ColumnType.Decimal decimal ? decimal.scale() == 0 : type != ColumnType.Primitive.BOOLEAN;
    }

    private static void key(SourceTable source, String name) {
        ColumnType type = source.column(name).type();
        rule(
                type == ColumnType.Primitive.BINARY || type == ColumnType.Primitive.STRING,
                "column " + source.name() + "." + name + " is a key of a dictionary, and neither binary nor string");
    }

    private static void table(Dataset dataset, TableSpec table) {
        unique("column of table " + table.name(), table.columns(), ColumnSpec::name);
        int previous = 0;
        for (ColumnSpec column : table.columns()) {
            rule(column.id() > previous, "field ids of table " + table.name() + " do not ascend at " + column.name());
            previous = column.id();
            rule(
                    !column.bloom() || column.canHaveBloom(),
                    "column " + table.name() + "." + column.name() + " is of type " + column.type()
                            + ", which has no bloom filters; int, long, string and binary have");
            if (column.option() != null) {
                flag(dataset, "column " + table.name() + "." + column.name(), column.option());
            }
        }
        ColumnSpec key = table.column(dataset.range().column());
        rule(
                key.required() && key.type() == ColumnType.Primitive.LONG,
                "column " + key.name() + " of table " + table.name() + " must be a required long");
        table.sort().forEach(table::column);
        table.tieBreak().forEach(table::column);
        for (String part : table.key()) {
            rule(
                    table.column(part).option() == null,
                    "column " + part + " of table " + table.name() + " is in its key and must not depend on an option");
        }
        working(table);
        rule(
                !table.sort().isEmpty() && table.sort().get(0).equals(key.name()),
                "table " + table.name() + " must be sorted by " + key.name() + " first");
    }

    private static void prepared(Dataset dataset, Dataset.PreparedTable prepared) {
        rule(
                dataset.sources().stream().noneMatch(source -> source.name().equals(prepared.name())),
                "prepared table " + prepared.name() + " has the name of a source");
        rule(!prepared.sort().isEmpty(), "prepared table " + prepared.name() + " has no sort");
    }

    private static void working(TableSpec table) {
        for (TableSpec.Working.Column working : table.working().columns()) {
            name("working column of table " + table.name(), working.name());
            rule(
                    table.columns().stream().noneMatch(column -> column.name().equals(working.name())),
                    "working column " + working.name() + " of table " + table.name() + " has the name of a column");
        }
        for (String order : table.working().order()) {
            rule(
                    table.working().columns().stream()
                            .anyMatch(column -> column.name().equals(order)),
                    "table " + table.name() + " has no working column " + order + " to be ordered by");
        }
    }

    private static void identity(Dataset dataset, Dataset.Identity identity) {
        TableSpec table = dataset.table(identity.table());
        ColumnSpec column = table.column(identity.column());
        SourceTable source = dataset.source(identity.source());
        SourceTable.Column read = source.column(identity.column());
        rule(
                source.read() instanceof SourceTable.ByRange,
                "source " + source.name() + " of the identity is not read by range");
        rule(
                column.type() == ColumnType.Primitive.BINARY && read.type() == ColumnType.Primitive.BINARY,
                "column " + column.name() + " of the identity is not binary in both table and source");
        always(column);
        if (identity.chain() != null) {
            always(table.column(identity.chain().previous()));
            fatal(
                    dataset,
                    "the chain of the identity",
                    identity.chain().fatalOption(),
                    identity.chain().fatalValue());
        }
    }

    private static void always(ColumnSpec column) {
        rule(
                column.option() == null,
                "column " + column.name() + " is part of the identity and must not depend on an option");
    }

    private static void verification(Dataset dataset) {
        for (Verification.SourceRows rows : dataset.verification().rows()) {
            dataset.table(rows.table());
            rule(
                    dataset.databases().stream()
                            .anyMatch(database -> database.name().equals(rows.database())),
                    "the verification of " + rows.table() + " names the unknown database " + rows.database());
            rows.when().forEach(option -> flag(dataset, "the verification of " + rows.table(), option));
        }
        for (Verification.Unique unique : dataset.verification().unique()) {
            unique.columns().forEach(dataset.table(unique.table())::column);
        }
        dataset.verification().rules().forEach(rule -> dataset.table(rule.table()));
    }

    private static void flag(Dataset dataset, String user, String option) {
        rule(
                dataset.options().stream().anyMatch(o -> o.name().equals(option) && o.isFlag()),
                user + " depends on '" + option + "', which is not an option with the values true and false");
    }

    private static void fatal(Dataset dataset, String user, String option, String value) {
        Dataset.Option known = dataset.options().stream()
                .filter(o -> o.name().equals(option))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(user + " is fatal by the unknown option " + option));
        rule(
                known.values().contains(value),
                user + " is fatal by '" + value + "', which is no value of the option " + option);
    }

    private static <T> void unique(String what, List<T> all, Function<T, String> nameOf) {
        rule(!all.isEmpty() || what.equals("option"), "there is no " + what);
        Set<String> seen = new HashSet<>();
        for (T one : all) {
            name(what, nameOf.apply(one));
            rule(seen.add(nameOf.apply(one)), "the " + what + " " + nameOf.apply(one) + " stands there twice");
        }
    }

    private static void name(String what, String name) {
        rule(
                NAME.matcher(name).matches(),
                "the name '" + name + "' of a " + what + " must be a letter and up to 62 letters, digits or _");
    }

    private static void rule(boolean kept, String broken) {
        if (!kept) {
            throw new IllegalArgumentException(broken);
        }
    }
}

package dev.exporter.plan;

import dev.exporter.plan.ColumnSpec.Bounds;
import dev.exporter.plan.yaml.MalformedYamlException;
import dev.exporter.plan.yaml.YamlDocument;
import dev.exporter.plan.yaml.YamlMapping;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** The form of a dataset file. */
final class DatasetYaml {
    private final String origin;
    private final UnaryOperator<String> sqlFiles;
    private final Supplier<String> sha256;

    /**
     * @param sqlFiles gives the text of a SQL file by its name
     * @param sha256 of all that was read; asked for once everything is
     */
    DatasetYaml(String origin, UnaryOperator<String> sqlFiles, Supplier<String> sha256) {
        this.origin = origin;
        this.sqlFiles = sqlFiles;
        this.sha256 = sha256;
    }

    /** @throws MalformedYamlException if {@code text} is not of this form */
    Dataset read(String text) {
        return YamlDocument.read(text, "the dataset", this::dataset);
    }

    private Dataset dataset(YamlMapping yaml) {
        return new Dataset(
                yaml.text("name"),
                yaml.number("version"),
                yaml.mapping("range", DatasetYaml::range),
                yaml.mappings("databases", "database", DatasetYaml::database),
                yaml.optionalMappings("options", "option", DatasetYaml::option),
                yaml.mappings("sources", "source", SourceYaml::source),
                yaml.optionalMappings("prepared", "prepared table", this::prepared),
                yaml.mappings("tables", "table", this::table),
                yaml.optionalMappings("faults", "fault", this::fault),
                yaml.optionalMapping("identity", DatasetYaml::identity).orElse(null),
                yaml.optionalMapping("verification", new VerificationYaml(sqlFiles)::verification)
                        .orElse(Verification.NONE),
                origin,
                sha256.get());
    }

    private static Dataset.RangeKey range(YamlMapping yaml) {
        RangeOptions options = yaml.mapping("options", RangeOptions::of);
        return new Dataset.RangeKey(
                yaml.text("column"),
                yaml.text("unit"),
                yaml.text("of"),
                options.start(),
                options.end(),
                options.partitionSize());
    }

    private record RangeOptions(String start, String end, String partitionSize) {
        static RangeOptions of(YamlMapping yaml) {
            return new RangeOptions(yaml.text("start"), yaml.text("end"), yaml.text("partitionSize"));
        }
    }

    private static Dataset.Database database(YamlMapping yaml) {
        return new Dataset.Database(yaml.text("name"), yaml.text("option"), yaml.text("path"));
    }

    private static Dataset.Option option(YamlMapping yaml) {
        return new Dataset.Option(
                yaml.text("name"),
                yaml.texts("values"),
                yaml.text("value"),
                yaml.flag("scope"),
                yaml.text("description"));
    }

    private TableSpec table(YamlMapping yaml) {
        return new TableSpec(
                yaml.text("name"),
                yaml.mappings("columns", "column", DatasetYaml::column),
                yaml.texts("sort"),
                yaml.optionalTexts("tieBreak"),
                yaml.text("sql", sqlFiles),
                new TableSpec.Replacing(
                        yaml.optionalTexts("key"), yaml.optionalText("prunable").orElse("false")),
                yaml.optionalMapping("working", DatasetYaml::working).orElse(TableSpec.Working.NONE));
    }

    private static TableSpec.Working working(YamlMapping yaml) {
        return new TableSpec.Working(
                yaml.mappings(
                        "columns",
                        "column",
                        column -> new TableSpec.Working.Column(
                                column.text("name"), column.text("type", ColumnType::parse))),
                yaml.optionalTexts("order"));
    }

    private Dataset.PreparedTable prepared(YamlMapping yaml) {
        return new Dataset.PreparedTable(yaml.text("name"), yaml.text("sql", sqlFiles), yaml.texts("sort"));
    }

    private static ColumnSpec column(YamlMapping yaml) {
        return new ColumnSpec(
                yaml.number("id"),
                yaml.text("name"),
                yaml.text("type", ColumnType::parse),
                yaml.flag("required"),
                yaml.optionalText("bounds", DatasetYaml::bounds).orElse(Bounds.FULL),
                yaml.flag("bloom"),
                yaml.optionalText("option").orElse(null));
    }

    private static Bounds bounds(String text) {
        return switch (text) {
            case "none" -> Bounds.NONE;
            case "short" -> Bounds.SHORT;
            case "full" -> Bounds.FULL;
            default -> throw new IllegalArgumentException("'" + text + "' is none of none, short, full");
        };
    }

    private Dataset.FaultCheck fault(YamlMapping yaml) {
        Fatal fatal = yaml.mapping("fatal", Fatal::of);
        return new Dataset.FaultCheck(
                yaml.text("name"),
                yaml.text("sql", sqlFiles),
                yaml.text("message"),
                fatal.option(),
                fatal.value(),
                yaml.flag("recount"));
    }

    private record Fatal(String option, String value) {
        static Fatal of(YamlMapping yaml) {
            return new Fatal(yaml.text("option"), yaml.text("value"));
        }
    }

    private static Dataset.Identity identity(YamlMapping yaml) {
        return new Dataset.Identity(
                yaml.text("table"),
                yaml.text("column"),
                yaml.text("source"),
                yaml.optionalMapping("chain", DatasetYaml::chain).orElse(null));
    }

    private static Dataset.Chain chain(YamlMapping yaml) {
        Fatal fatal = yaml.mapping("fatal", Fatal::of);
        return new Dataset.Chain(yaml.text("previous"), fatal.option(), fatal.value());
    }
}

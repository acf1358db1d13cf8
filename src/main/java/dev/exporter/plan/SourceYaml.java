package dev.exporter.plan;

import dev.exporter.plan.yaml.YamlMapping;

/** The form of a source table in a dataset file. */
final class SourceYaml {
    private SourceYaml() {}

    static SourceTable source(YamlMapping yaml) {
        return new SourceTable(
                yaml.text("name"),
                yaml.text("database"),
                yaml.text("table"),
                yaml.mappings("columns", "column", SourceYaml::column),
                yaml.mapping("read", SourceYaml::access),
                yaml.optionalTexts("when"));
    }

    private static SourceTable.Column column(YamlMapping yaml) {
        return new SourceTable.Column(
                yaml.text("name"),
                yaml.text("type", ColumnType::parse),
                yaml.flag("required"),
                yaml.flag("optional"),
                yaml.optionalText("option").orElse(null));
    }

    private static SourceTable.Access access(YamlMapping yaml) {
        By by = yaml.text("by", SourceYaml::by);
        return switch (by) {
            case RANGE ->
                new SourceTable.ByRange(
                        yaml.text("column"),
                        yaml.text("key"),
                        yaml.optionalText("arrival").orElse(null));
            case PARENT ->
                new SourceTable.ByParent(yaml.text("parent"), yaml.text("parentColumn"), yaml.text("column"));
            case KEY ->
                new SourceTable.ByKey(yaml.text("column"), yaml.mappings("of", "key column", SourceYaml::keyColumn));
        };
    }

    private static SourceTable.KeyColumn keyColumn(YamlMapping yaml) {
        return new SourceTable.KeyColumn(yaml.text("source"), yaml.text("column"));
    }

    private enum By {
        RANGE,
        PARENT,
        KEY
    }

    private static By by(String text) {
        return switch (text) {
            case "range" -> By.RANGE;
            case "parent" -> By.PARENT;
            case "key" -> By.KEY;
            default -> throw new IllegalArgumentException("'" + text + "' is none of range, parent, key");
        };
    }
}

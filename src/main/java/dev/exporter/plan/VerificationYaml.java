package dev.exporter.plan;

import dev.exporter.plan.yaml.YamlMapping;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/** The form of the verification in a dataset file. */
final class VerificationYaml {
    private final UnaryOperator<String> sqlFiles;

    /** @param sqlFiles gives the text of a SQL file by its name */
    VerificationYaml(UnaryOperator<String> sqlFiles) {
        this.sqlFiles = sqlFiles;
    }

    Verification verification(YamlMapping yaml) {
        return new Verification(
                yaml.optionalMappings("rows", "rows", this::rows),
                yaml.optionalMappings("unique", "unique", VerificationYaml::unique),
                yaml.optionalMappings("rules", "rule", this::rule));
    }

    private Verification.SourceRows rows(YamlMapping yaml) {
        return new Verification.SourceRows(
                yaml.text("table"), yaml.text("database"), yaml.optionalTexts("when"), yaml.text("sql", sqlFiles));
    }

    private static Verification.Unique unique(YamlMapping yaml) {
        return new Verification.Unique(yaml.text("table"), yaml.texts("columns"));
    }

    private Verification.Rule rule(YamlMapping yaml) {
        return new Verification.Rule(
                yaml.text("name"),
                yaml.text("table"),
                yaml.text("sql", sqlFiles),
                yaml.text("message"),
                yaml.text("breach", VerificationYaml::meaning));
    }

    private static Verification.Meaning meaning(String text) {
        return Arrays.stream(Verification.Meaning.values())
                .filter(meaning -> meaning.text().equals(text))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("'" + text + "' is none of difference, loss, information"));
    }
}

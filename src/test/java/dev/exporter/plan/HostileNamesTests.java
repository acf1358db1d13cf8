package dev.exporter.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Names of a dataset file become folders, files, SQL and properties: those that could be more than names are refused. */
class HostileNamesTests {
    /** As they stand between the double quotes of a YAML text. */
    private static final List<String> NAMES = List.of(
            "..", "../x", "a/b", "a\\\\b", "/etc", "a\\\"b", "a'b", "a b", "a;b", "a-b", "a\\nb", "a\\0b", "a\\rb",
            ".x", "");

    /** Each replaces one name of the built-in dataset wherever that one is declared. */
    private static final List<String> DECLARATIONS = List.of(
            "name: ario\n",
            "  - name: tags\n",
            "{id: 1, name: height,",
            "{name: bundles,",
            "{name: signature, values",
            "  - name: blocks\n    database: core");

    @TempDir
    Path directory;

    static Stream<Arguments> hostile() {
        return DECLARATIONS.stream().flatMap(where -> NAMES.stream().map(name -> Arguments.of(where, name)));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void aNameThatCouldBeMoreIsRefused(String declaration, String name) throws Exception {
        String changed = declaration.replaceFirst(
                "name: [a-z]+", java.util.regex.Matcher.quoteReplacement("name: \"" + name + "\""));
        Path file = dataset(declaration, changed);

        assertThatThrownBy(() -> DatasetReader.read(file.toString()))
                .isInstanceOfSatisfying(ExporterException.class, refused -> {
                    assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
                    assertThat(refused.problem().where()).startsWith(file.toString());
                });
    }

    @Test
    void aSqlFileBehindASymbolicLinkThatLeadsOutIsRefused(@TempDir Path elsewhere) throws Exception {
        Path outside = Files.writeString(elsewhere.resolve("outside.sql"), "SELECT 1");
        Path file = dataset("ario/blocks.sql", "ario/link.sql");
        Files.createSymbolicLink(directory.resolve("ario/link.sql"), outside);

        assertThatThrownBy(() -> DatasetReader.read(file.toString())).hasMessageContaining("outside its directory");
    }

    private Path dataset(String text, String changed) throws IOException {
        String ario = Files.readString(Path.of("jobs/ario.yml"));
        assertThat(ario).contains(text);
        copySql();
        return Files.writeString(directory.resolve("ario.yml"), ario.replace(text, changed));
    }

    private void copySql() throws IOException {
        Files.createDirectories(directory.resolve("ario"));
        try (Stream<Path> files = Files.list(Path.of("jobs/ario"))) {
            for (Path file : files.toList()) {
                Files.copy(
                        file,
                        directory.resolve("ario").resolve(file.getFileName().toString()));
            }
        }
    }
}

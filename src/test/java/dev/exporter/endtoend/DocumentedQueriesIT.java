package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queries that users are shown run on a demo's tables, which have tags whose names are not UTF-8. */
class DocumentedQueriesIT {
    private static final Pattern QUERY = Pattern.compile(" query \"([^\"]*)\"((?: --\\w+ \\w+)*)$", Pattern.MULTILINE);

    @TempDir
    static Path directory;

    private static Exporter exporter;

    @BeforeAll
    static void exportADemo() throws Exception {
        exporter = new ExporterHere(directory);
        exporter.run(List.of("demo", "--dir=" + directory.resolve("demo"), "--blocks=300", "--transactions=3000"))
                .requireExit(0);
    }

    @Test
    void thoseOfTheReadmeGiveRows() throws Exception {
        requireRows(Files.readString(Path.of("README.md")));
    }

    @Test
    void thoseOfTheHelpGiveRows() throws Exception {
        requireRows(exporter.run(List.of("query", "--help")).requireExit(0).out());
    }

    private static void requireRows(String text) throws Exception {
        List<MatchResult> queries = QUERY.matcher(text).results().toList();
        assertThat(queries).hasSize(2);
        for (MatchResult query : queries) {
            List<String> line = new ArrayList<>(List.of("query", query.group(1)));
            line.add("--warehouseDir=" + directory.resolve("demo/warehouse"));
            line.addAll(List.of(query.group(2).strip().split(" ")));
            line.removeIf(String::isEmpty);

            assertThat(exporter.run(line).requireExit(0).out().lines()).hasSizeGreaterThan(1);
        }
    }
}

package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queries of a demo's tables, which have tags whose names are not UTF-8: those that users are shown, and ones that fail. */
class QueryIT {
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

    @Test
    void whatAQueryHasPrintedBeforeItFailedCannotBeTakenForAll() throws Exception {
        ExporterJar.Ended ended =
                json("SELECT i, CASE WHEN i = 999999 THEN error('late') END AS late FROM range(1000000) t(i)");

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err()).contains("late");
        assertThat(ended.out()).startsWith("[{");
        assertThatThrownBy(() -> parsed(ended)).isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void numbersThatJsonDoesNotHaveAreTexts() throws Exception {
        JsonNode row = parsed(json("SELECT 'nan'::FLOAT AS f, '-inf'::DOUBLE AS d, 0.5::FLOAT AS half"))
                .get(0);

        assertThat(row.get("f").textValue()).isEqualTo("NaN");
        assertThat(row.get("d").textValue()).isEqualTo("-Infinity");
        assertThat(row.get("half").doubleValue()).isEqualTo(0.5);
    }

    private static ExporterJar.Ended json(String sql) throws Exception {
        return exporter.run(
                List.of("query", sql, "--warehouseDir=" + directory.resolve("demo/warehouse"), "--format=json"));
    }

    private static JsonNode parsed(ExporterJar.Ended ended) throws Exception {
        return new ObjectMapper()
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .readTree(ended.out());
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

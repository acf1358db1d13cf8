package dev.exporter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.exporter.plan.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands on standard output and on standard error at the end. */
class ResultTests {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final String[] RANGE = {"--startHeight", "0", "--endHeight", "1999"};

    @TempDir
    static Path natives;

    private Session done = new Session(RecordedExports.done());
    private Session interrupted = new Session(RecordedExports.interrupted());

    @BeforeEach
    void keepNativeLibrariesToTheTest() {
        done = done.with("EXPORTER_NATIVE_DIR", natives.toString());
        interrupted = interrupted.with("EXPORTER_NATIVE_DIR", natives.toString());
    }

    @Test
    void anExportPrintsNothingOnStandardOutputUnlessAskedTo() {
        assertThat(run(done)).isEqualTo(ExitCode.DONE);
        assertThat(done.out()).isEmpty();
    }

    @Test
    void theSummaryTellsTablesTotalsAndHowToQueryThem() {
        run(done, "--warehouseDir", "/data/ware'house", "--namespace", "default");

        assertThat(done.err())
                .contains("event=warning message=\"two tags are odd\"")
                .containsPattern("table +rows +files +size +replaced +unchanged +snapshot")
                .containsPattern("tags +3,000 +2 +40.0 KB +1 file +0 partitions +7000000000000000001")
                .contains("Exported ario 0-1999 in 2.0 s: 4,000 rows, 2,000 rows/s.")
                .contains("FROM iceberg_scan('/data/ware''house/default/blocks');")
                .contains("SELECT count() FROM icebergLocal('/data/ware''house/default/blocks');");
    }

    @Test
    void anInterruptedRunIsToldWithTheCommandThatResumesIt() {
        assertThat(run(interrupted, "--fresh", "--stagingDir", "my staging")).isEqualTo(ExitCode.INTERRUPTED);

        assertThat(interrupted.err())
                .contains("exporter: the export was interrupted\n")
                .contains("  ./exporter --startHeight 0 --endHeight 1999 --stagingDir 'my staging' --resume\n");
    }

    @Test
    void everyOutcomeAsJsonIsOneObjectOfExactlyTheSchemasKeys() throws IOException {
        run(done, "--json");
        assertMatchesSchema(done.out());
        assertThat(JSON.readTree(done.out()).at("/tables/0/snapshotId").asLong())
                .isEqualTo(7_000_000_000_000_000_001L);

        run(interrupted, "--json");
        assertMatchesSchema(interrupted.out());
        JsonNode json = JSON.readTree(interrupted.out());
        assertThat(json.get("exitCode").asInt()).isEqualTo(130);
        assertThat(json.get("resumable").asBoolean()).isTrue();
        assertThat(json.at("/range/frozenEnd").asLong()).isEqualTo(1999);

        for (List<String> wrong : List.of(
                List.of("--json", "--nosuch"),
                List.of("--json", "nosuch"),
                List.of("plan", "--json"),
                List.of("--json", "@nosuch"),
                List.of("--json", "--dataset", "nosuch"))) {
            assertThat(done.run(wrong.toArray(String[]::new))).isEqualTo(ExitCode.REFUSED);
            assertMatchesSchema(done.out());
            assertThat(JSON.readTree(done.out()).at("/error/message").asText()).isNotEmpty();
            assertThat(JSON.readTree(done.out()).get("status").asText()).isEqualTo("refused");
        }
    }

    @Test
    void jsonMayBeAskedForByTheEnvironment() {
        done.with("EXPORTER_JSON", "true").run("--nosuch");
        assertMatchesSchema(done.out());
    }

    @Test
    void aDefectIsReportedAsAFailureWithItsTrace() throws IOException {
        Session broken = new Session(new BrokenExports()).with("EXPORTER_NATIVE_DIR", natives.toString());

        assertThat(run(broken, "--json")).isEqualTo(ExitCode.FAILED);

        assertThat(broken.err()).contains("BrokenExports.run", "exporter: unexpected error: broken");
        assertMatchesSchema(broken.out());
        assertThat(JSON.readTree(broken.out()).at("/error/code").asText()).isEqualTo("unexpected");
    }

    @Test
    void thePlanShowsEachOptionsValueAndOrigin() {
        done.with("EXPORTER_MAX_FILE_ROWS", "500");
        String[] commandLine = {"plan", "--startHeight", "0", "--endHeight", "latest", "@gateway"};

        assertThat(done.run(commandLine)).isEqualTo(ExitCode.DONE);

        assertThat(done.out())
                .containsPattern("--startHeight +0 +command line")
                .containsPattern("--coreDb +data/sqlite/core.db +@gateway")
                .containsPattern("--maxFileRows +500 +environment EXPORTER_MAX_FILE_ROWS")
                .containsPattern("--onMissingTag +fail +dataset ario")
                .containsPattern("--compression +zstd +default")
                .containsPattern("--heightPartitionSize +1000 +the tables' own")
                .contains("requested   0-latest", "exported    0-2500", "2 of 1000 blocks", "1000-1999")
                .contains("tags: snapshot 42, 2 live files", "blocks: new", "the source is old", "Nothing was written");
    }

    @Test
    void thePlanAsJsonIsTheSameObjectWithThePlan() throws IOException {
        assertThat(run(done, "--json", "--compression=gzip")).isEqualTo(ExitCode.DONE);
        assertThat(done.run("plan", "--json", "--startHeight", "0", "--endHeight", "1999"))
                .isEqualTo(ExitCode.DONE);

        assertMatchesSchema(done.out());
        JsonNode plan = JSON.readTree(done.out()).get("plan");
        assertThat(plan.get("partitions")).map(JsonNode::asText).containsExactly("0-999", "1000-1999");
        assertThat(plan.at("/tables/1/snapshotId").isNull()).isTrue();
    }

    private static ExitCode run(Session session, String... more) {
        return session.run(
                Stream.concat(Arrays.stream(RANGE), Arrays.stream(more)).toArray(String[]::new));
    }

    private static void assertMatchesSchema(String out) {
        try {
            assertMatches("$", JSON.readTree(Files.readString(Path.of("docs/result.schema.json"))), JSON.readTree(out));
        } catch (IOException e) {
            throw new AssertionError("not one JSON object: " + out, e);
        }
    }

    /** The part of JSON Schema that the schema uses: properties, required, items, type, enum and const. */
    private static void assertMatches(String path, JsonNode schema, JsonNode value) {
        if (schema.has("enum")) {
            assertThat(schema.get("enum")).as(path).contains(value);
        }
        if (schema.has("const")) {
            assertThat(value).as(path).isEqualTo(schema.get("const"));
        }
        if (schema.has("type")) {
            String types = schema.get("type").toString();
            String type = value.isIntegralNumber()
                    ? "integer"
                    : value.getNodeType().name().toLowerCase(Locale.ROOT);
            assertThat(types).as(path).contains('"' + type + '"');
        }
        if (value instanceof ObjectNode object) {
            Set<String> keys = new TreeSet<>();
            object.fieldNames().forEachRemaining(keys::add);
            schema.get("required").forEach(key -> assertThat(keys).as(path).contains(key.asText()));
            for (String key : keys) {
                assertThat(schema.get("properties").has(key))
                        .as(path + "." + key)
                        .isTrue();
                assertMatches(path + "." + key, schema.get("properties").get(key), object.get(key));
            }
        }
        for (Iterator<JsonNode> items =
                        value.isArray() ? value.elements() : List.<JsonNode>of().iterator();
                items.hasNext(); ) {
            assertMatches(path + "[]", schema.get("items"), items.next());
        }
    }
}

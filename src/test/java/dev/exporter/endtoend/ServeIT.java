package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real program, serving the tables and jobs of a demo. */
class ServeIT extends ServedDemoCase {
    private static JsonNode get(String path) throws Exception {
        return ServedExporter.json(server.get(path), 200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/overview",
                "/api/v1/jobs",
                "/api/v1/jobs/{id}",
                "/api/v1/jobs/{id}/rates",
                "/api/v1/jobs/{id}/partitions",
                "/api/v1/jobs/{id}/partitions/{name}",
                "/api/v1/datasets",
                "/api/v1/tables",
                "/api/v1/tables/blocks",
                "/api/v1/tables/blocks/snapshots",
                "/api/v1/tables/blocks/files",
                "/api/v1/tables/blocks/rows",
                "/api/v1/log",
                "/health",
                "/ready",
            })
    void answersAreAsTheyAreDescribed(String path) throws Exception {
        JsonNode job = get("/api/v1/jobs").path("items").path(0);
        String id = job.path("executionId").asText();
        String name = get("/api/v1/jobs/" + id + "/partitions")
                .path("items")
                .path(0)
                .path("partition")
                .asText();
        JsonNode answer = get(path.replace("{id}", id).replace("{name}", name));
        String described = path.replace("/blocks", "/{name}");
        assertThat(new DescribedForms(get("/api/v1/openapi.json")).faults(described, answer))
                .isEmpty();
    }

    @Test
    void theJobIsThatOfTheCommandLine() throws Exception {
        JsonNode page = get("/api/v1/jobs?limit=1");
        JsonNode job = page.path("items").path(0);
        assertThat(job.path("state").asText()).isEqualTo("completed");
        assertThat(job.path("dataset").asText()).isEqualTo("ario");
        assertThat(job.path("requestedRange").asText()).isEqualTo("1000-latest");
        assertThat(job.path("progress").asDouble()).isEqualTo(1.0);
        long rows = 0;
        for (JsonNode table : get("/api/v1/tables").path("items")) {
            rows += table.path("rows").asLong();
        }
        assertThat(job.path("rows").asLong()).isEqualTo(rows);
    }

    @Test
    void rowsAreThoseOfTheTablesFilteredSortedAndPaged() throws Exception {
        String query = jar.run(List.of(
                        "query",
                        "SELECT height FROM blocks WHERE height >= 1100 ORDER BY height DESC LIMIT 5",
                        "--warehouseDir=demo/warehouse",
                        "--format=csv"))
                .requireExit(0)
                .out();
        String address =
                "/api/v1/tables/blocks/rows?columns=height&filter=height,ge,1100&filter=height,lt,9999&sort=-height&limit=3";
        JsonNode first = get(address);
        JsonNode second = get(address + "&cursor=" + first.path("next").asText());
        StringBuilder heights = new StringBuilder("height\n");
        Stream.of(first, second)
                .flatMap(page -> page.path("rows").valueStream())
                .limit(5)
                .forEach(row -> heights.append(row.path(0).asText()).append('\n'));
        assertThat(heights.toString()).isEqualTo(query.replace("\r\n", "\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/tables/blocks/rows?columns=height%22%20FROM%20read_text('/etc/passwd')--",
                "/api/v1/tables/blocks/rows?sort=height;DROP%20TABLE%20blocks",
                "/api/v1/tables/blocks/rows?filter=height,ge,1%20OR%201=1",
                "/api/v1/tables/blocks/rows?filter=1=1,eq,1",
                "/api/v1/tables/blocks/rows?limit=100000",
                "/api/v1/tables/blocks/rows?cursor=-1",
                "/api/v1/jobs?state=COMPLETED",
                "/api/v1/jobs?cursor=%27%20OR%201=1",
            })
    void whatIsNoColumnValueOrStateIsRefused(String address) throws Exception {
        JsonNode problem = ServedExporter.json(server.get(address), 400);
        assertThat(problem.path("detail").asText()).isNotEmpty();
        assertThat(problem.toString()).doesNotContain("SELECT", "dev.exporter", "root:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/jobs/999999",
                "/api/v1/jobs/999999/partitions",
                "/api/v1/jobs/999999/partitions/0-1",
                "/api/v1/jobs/999999/rates",
                "/api/v1/jobs/999999/events",
                "/api/v1/tables/nothing",
                "/api/v1/tables/nothing/rows",
                "/api/v1/tables/..%2f..%2fetc/files",
                "/api/v1/tables/%3Cscript%3E/snapshots",
            })
    void whatIsNotThereIsNotFound(String address) throws Exception {
        HttpResponse<String> response = server.get(address);
        assertThat(response.statusCode()).isIn(400, 404);
        if (response.body().isEmpty()) {
            return; // the container has refused it
        }
        // whatever it repeats, no browser takes it for a page
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    }

    @Test
    void aPlanSaysWhatAnExportWouldDoAndDoesNothing() throws Exception {
        String range = "\"startHeight\": 1000, \"endHeight\": 1099, \"heightPartitionSize\": 1000";
        JsonNode plan = ServedExporter.json(server.post("/api/v1/plans", start(range)), 200);
        assertThat(plan.path("problem").isNull()).as(plan.toString()).isTrue();
        assertThat(plan.path("text").asText()).isNotEmpty();
        JsonNode refused =
                ServedExporter.json(server.post("/api/v1/plans", start("\"startHeight\": 9, \"endHeight\": 8")), 200);
        assertThat(refused.path("problem").path("message").asText()).contains("range ends before");
        assertThat(get("/api/v1/jobs").path("items")).hasSize(1);
    }

    private static String start(String options) {
        return "{\"dataset\": \"ario\", \"options\": {\"coreDb\": \"" + directory.resolve("demo/gateway/core.db")
                + "\", \"bundlesDb\": \"" + directory.resolve("demo/gateway/bundles.db")
                + "\", \"includeL1Transactions\": true, \"includeL1Tags\": true, " + options + "}}";
    }

    @Test
    void figuresAreInPrometheussFormatAndRight() throws Exception {
        Map<String, Double> figures = new TreeMap<>();
        Pattern line = Pattern.compile("([a-z0-9_]+(?:\\{[^}]*\\})?) (\\S+)");
        for (String text : server.get("/metrics").body().lines().toList()) {
            if (!text.startsWith("#")) {
                Matcher matcher = line.matcher(text);
                assertThat(matcher.matches()).as(text).isTrue();
                figures.put(matcher.group(1), Double.parseDouble(matcher.group(2)));
            }
        }
        assertThat(figures)
                .containsEntry("exporter_jobs{state=\"completed\"}", 1.0)
                .containsEntry("exporter_jobs{state=\"failed\"}", 0.0);
        for (JsonNode table : get("/api/v1/tables").path("items")) {
            String label = "{table=\"" + table.path("name").asText() + "\"}";
            assertThat(figures)
                    .containsEntry(
                            "exporter_table_rows" + label, table.path("rows").asDouble())
                    .containsEntry(
                            "exporter_table_newest_key" + label,
                            table.path("newestKey").asDouble());
        }
    }

    @Test
    void theDescriptionIsAPageToo() throws Exception {
        assertThat(server.get("/api").body())
                .contains("<h1>Exporter interface, version 1</h1>", "/api/v1/jobs/{id}/actions", "RFC 9457");
    }

    @Test
    void aStreamBeginsWithWhatIsThere() throws Exception {
        String id =
                get("/api/v1/jobs").path("items").path(0).path("executionId").asText();
        try (Stream<String> lines = server.lines("/api/v1/jobs/" + id + "/events")) {
            Iterator<String> iterator = lines.iterator();
            assertThat(iterator.next()).startsWith("retry: ");
            assertThat(iterator.next()).isEmpty();
            assertThat(iterator.next()).isEqualTo("event: job");
            JsonNode job = new ObjectMapper().readTree(iterator.next().substring("data: ".length()));
            assertThat(job.path("executionId").asText()).isEqualTo(id);
        }
    }

    @Test
    void aPortThatIsTakenIsRefusedInOneLine() throws Exception {
        ExporterJar.Ended ended =
                jar.run(List.of("serve", "--port=" + server.address().getPort()), PLACES.toArray(String[]::new));
        assertThat(ended.requireExit(2).err().lines())
                .singleElement()
                .asString()
                .startsWith("exporter: it cannot listen at 127.0.0.1:"
                        + server.address().getPort());
    }

    @Test
    void otherMachinesAreNotLetInWithoutKeys() throws Exception {
        assertThat(jar.run(List.of("serve", "--port=0", "--bind=0.0.0.0"))
                        .requireExit(2)
                        .err())
                .contains("there are no keys");
    }

    @Test
    void aKeyThatIsPrintedOnceOpensTheDoor() throws Exception {
        String key = jar.run(List.of("keys", "add", "ann", "--scope=operate", "--keys=keys"))
                .requireExit(0)
                .out()
                .strip();
        assertThat(jar.run(List.of("keys", "list", "--keys=keys"))
                        .requireExit(0)
                        .out())
                .contains("ann", "operate")
                .doesNotContain(key);
        assertThat(Files.readString(directory.resolve("keys"))).doesNotContain(key);
    }

    @Test
    void sigtermEndsItSoonAlthoughSomebodyWatches() throws Exception {
        Path staging = Files.createDirectories(directory.resolve("other/staging"));
        ServedExporter other =
                ServedExporter.start(jar, List.of("--warehouseDir=demo/warehouse", "--stagingDir=" + staging));
        try (Stream<String> lines = other.lines("/api/v1/events")) {
            Iterator<String> iterator = lines.iterator();
            assertThat(iterator.next()).startsWith("retry: ");
            long start = System.nanoTime();
            other.process().signal("TERM").ended().requireExit(143);
            assertThat(System.nanoTime() - start).isLessThan(10_000_000_000L);
        } catch (java.io.UncheckedIOException e) {
            throw new IOException(e);
        } finally {
            other.close();
        }
    }

    /** Through the launcher, and as a plain jar. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void commandsOtherThanServeLoadNothingOfTheServer(boolean isLaunched) throws Exception {
        Path classes = directory.resolve("classes-" + isLaunched + ".txt");
        String log = "-Xlog:class+load:file=" + classes + ":none:filecount=0";
        ExporterJar logged = isLaunched ? ExporterJar.launched(directory, log) : new ExporterJar(directory, log);
        StringBuilder all = new StringBuilder();
        for (List<String> command : List.of(
                List.of("--help"),
                List.of("demo", "--dir=small", "--blocks=20", "--transactions=200", "--firstHeight=1000"),
                List.of("jobs", "--stagingDir=small/staging"),
                List.of("status", "--stagingDir=small/staging"))) {
            logged.run(command).requireExit(0);
            String loaded = Files.readString(classes);
            all.append(loaded);
            assertThat(loaded)
                    .as("%s", command)
                    .contains("dev.exporter.cli.")
                    .doesNotContain(
                            "org.springframework.web.",
                            "org.springframework.security",
                            "org.springframework.boot.tomcat",
                            "org.apache.catalina",
                            "org.apache.tomcat",
                            "org.thymeleaf",
                            "org.attoparser",
                            "org.webjars",
                            "jakarta.servlet",
                            "io.prometheus",
                            "dev.exporter.web.",
                            "dev.exporter.api.",
                            "dev.exporter.dashboard.");
        }
        assertThat(all).as("what the export loads").contains("org.springframework.batch");
    }
}

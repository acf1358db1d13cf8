package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.exporter.operations.FilledRepository;
import dev.exporter.operations.FilledRepository.Made;
import dev.exporter.run.holder.Holders;
import dev.exporter.run.holder.RangeHold;
import dev.exporter.run.repository.JobStoreAddress;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.batch.core.BatchStatus;

/**
 * Every page and every answer of the real program, of a job repository in each database that can hold one. Whoever filled it
 * has called the dataset and the failure by markup.
 */
@Timeout(300)
@ParameterizedClass
@ValueSource(strings = {"sqlite", "h2", ServedHistoryIT.POSTGRES})
class ServedHistoryIT {
    static final String POSTGRES = "postgres";

    private static final String DATASET = "<b onclick=\"alert(1)\">'ario'</b>&amp;";
    private static final String MESSAGE = "</td></pre><script>alert('2')</script> & <img src=x onerror=\"alert(3)\">";
    /** Markup of these kinds is on no page of ours. */
    private static final List<String> UNESCAPED = List.of("<b ", "<img", "<script>", "alert(1)\">", "</pre><script");

    @TempDir
    Path directory;

    @Parameter
    String repository = "";

    private @Nullable PostgresServer postgres;
    private Made failed;
    private Made running;
    private @Nullable RangeHold held;
    private ServedExporter server;

    @BeforeEach
    void fillAndServe() throws Exception {
        if (repository.equals(POSTGRES)) {
            postgres = PostgresServer.start();
            repository = postgres.url();
        }
        Path warehouse = directory.resolve("warehouse");
        Path staging = directory.resolve("staging");
        JobStoreAddress address = JobStoreAddress.parse(repository, staging, Optional.empty());
        try (FilledRepository filled = new FilledRepository(address, warehouse, staging)) {
            filled.ofDataset(DATASET).failingWith(MESSAGE).past(20, 3);
            failed = filled.past(500_000, 4, BatchStatus.FAILED);
            running = filled.running(1_000_000, 40, 25);
        }
        held = Holders.of(warehouse).take(running.aligned(), running.run());
        server = ServedExporter.start(
                ExporterJar.launched(directory),
                List.of("--warehouseDir=" + warehouse, "--stagingDir=" + staging, "--jobRepository=" + repository));
    }

    @AfterEach
    void stop() throws Exception {
        if (server != null) {
            server.close();
        }
        if (held != null) {
            held.close();
        }
        if (postgres != null) {
            postgres.close();
        }
    }

    private String page(String path) throws Exception {
        HttpResponse<String> response = server.get(path);
        assertThat(response.statusCode()).as("%s: %s", path, response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/html;charset=UTF-8");
        assertThat(response.body()).as(path).doesNotContain(UNESCAPED);
        return response.body();
    }

    private static String asMarkup(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    @Test
    void everyPageShowsNamesAndMessagesAsText() throws Exception {
        String job = "/jobs/" + failed.executionId();
        String partition = job + "/partitions/502000-502999";
        for (String path : List.of("/", "/jobs", "/jobs?state=failed", job)) {
            assertThat(page(path)).as(path).contains(asMarkup(DATASET), asMarkup(MESSAGE));
        }
        assertThat(page(partition)).contains("502,000", asMarkup(MESSAGE));
        assertThat(page("/jobs/" + running.executionId())).contains(asMarkup(DATASET), "25 of 40");
        assertThat(page(job + "/partitions")).contains("502,000");
        assertThat(page("/jobs/" + running.executionId() + "/partitions?state=running"))
                .contains("2 partitions");
        for (String path : List.of(
                job + "/actions/abandon",
                job + "/actions/verify",
                partition.replace("/partitions/", "/actions/retry-partition?partition="),
                "/start",
                "/tables",
                "/log",
                "/api",
                "/jobs?cursor=" + failed.executionId())) {
            page(path);
        }
        HttpResponse<String> found =
                server.get("/runs/" + failed.run().text()); // as snapshots and files lead to their run's job
        assertThat(found.headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).endsWith(job));
        assertThat(server.get("/runs/" + "0".repeat(26)).statusCode()).isEqualTo(404);
    }

    @Test
    void everyAnswerHasNamesAndMessagesAsTheyAre() throws Exception {
        JsonNode description = ServedExporter.json(server.get("/api/v1/openapi.json"), 200);
        String job = "/api/v1/jobs/" + failed.executionId();
        for (String path : List.of(
                "/api/v1/overview",
                "/api/v1/jobs",
                job,
                job + "/rates",
                job + "/partitions",
                job + "/partitions/502000-502999",
                "/api/v1/jobs/" + running.executionId(),
                "/api/v1/datasets",
                "/api/v1/tables",
                "/api/v1/log",
                "/health",
                "/ready")) {
            HttpResponse<String> response = server.get(path);
            JsonNode answer = ServedExporter.json(response, 200);
            assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
            String described = path.replaceFirst("/jobs/\\d+", "/jobs/{id}").replaceFirst("/\\d+-\\d+", "/{name}");
            assertThat(new DescribedForms(description).faults(described, answer))
                    .as(path)
                    .isEmpty();
        }
        JsonNode detail = ServedExporter.json(server.get(job), 200);
        assertThat(detail.path("job").path("dataset").asText()).isEqualTo(DATASET);
        assertThat(detail.path("failure").path("message").asText()).isEqualTo(MESSAGE);
        assertThat(detail.path("failure").path("causes").path(0).path("message").asText())
                .isEqualTo(MESSAGE);
        assertThat(server.get("/metrics").body())
                .contains("exporter_jobs{state=\"running\"} 1", DATASET.replace("\"", "\\\""));
    }

    @Test
    void listsGoOnWhereTheirCursorsSay() throws Exception {
        List<Long> ids = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = ServedExporter.json(server.get("/api/v1/jobs?limit=8" + next), 200);
            page.path("items").forEach(one -> ids.add(one.path("executionId").asLong()));
            next = page.path("next").isNull()
                    ? ""
                    : "&cursor=" + page.path("next").asText();
        } while (!next.isEmpty());
        assertThat(ids).hasSize(22).doesNotHaveDuplicates();
    }

    @Test
    @Timeout(60)
    void liveUpdatesAreTextToo() throws Exception {
        StringBuilder events = new StringBuilder();
        try (Stream<String> lines = server.lines("/live/jobs/" + failed.executionId())) {
            Iterator<String> line = lines.iterator();
            while (events.indexOf(asMarkup(DATASET)) < 0 || events.indexOf(asMarkup(MESSAGE)) < 0) {
                events.append(line.next()).append('\n');
            }
        }
        assertThat(events).doesNotContain(UNESCAPED);
    }

    @Test
    void theOperatorsLogShowsWhatWasAskedForAsText() throws Exception {
        String path = "/api/v1/jobs/" + failed.executionId() + "/actions";
        HttpResponse<String> refused = server.post(
                path, "{\"action\": \"retry-partition\", \"partition\": \"" + MESSAGE.replace("\"", "\\\"") + "\"}");
        assertThat(refused.statusCode()).as(refused.body()).isIn(400, 404, 409);
        assertThat(server.post(path, "{\"action\": \"verify\"}").statusCode()).isEqualTo(409);

        JsonNode log = ServedExporter.json(server.get("/api/v1/log"), 200);
        assertThat(log.path("items").path(0).path("action").asText()).isEqualTo("verify");
        assertThat(log.path("items").path(0).path("outcome").asText()).isEqualTo("refused");
        assertThat(page("/log")).contains("job " + failed.executionId());
    }
}

package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.exporter.Await;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows as pages show them, of the real program. */
@Timeout(300)
class ServedRowsIT extends ServedDemoCase {
    private static final Pattern CELL = Pattern.compile("<td[^>]*>([^<]*)</td>");

    private static List<String> cells(String query) throws Exception {
        HttpResponse<String> page = server.get("/tables/transactions/rows?" + query);
        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        List<String> cells = new ArrayList<>();
        Matcher matcher = CELL.matcher(page.body());
        while (matcher.find()) {
            cells.add(matcher.group(1));
        }
        return cells;
    }

    /** Each is the only line that is sent, as the form's first use does. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "null | ``                         | content_type IS NULL                        | null",
                "eq   | ``                         | content_type = ''                           | ``",
                "eq   | text/x-\"quoted\", naïve   | content_type LIKE 'text/x-\"quoted\", na%' | text/x-&quot;quoted&quot;, naïve",
                "eq   | text/html; charset=utf-8   | content_type = 'text/html; charset=utf-8'   | text/html; charset=utf-8",
            })
    void aFilterShowsTheRowsThatItMeansAndNoOthers(String operator, String value, String condition, String shown)
            throws Exception {
        List<String> counted = jar.run(List.of(
                        "query",
                        "SELECT count(*) FROM transactions WHERE " + condition,
                        "--warehouseDir=demo/warehouse",
                        "--format=csv"))
                .requireExit(0)
                .out()
                .lines()
                .toList();
        int rows = Integer.parseInt(counted.get(1));
        assertThat(rows).as("rows of the demo that are so").isPositive();

        List<String> cells = cells("column=content_type&on=content_type&is=" + operator + "&value="
                + URLEncoder.encode(value, StandardCharsets.UTF_8));

        assertThat(cells).hasSize(Math.min(50, rows)).containsOnly(shown);
    }

    @Test
    void anOffsetBeyondAllRowsIsNoDefect() throws Exception {
        HttpResponse<String> page = server.get("/tables/blocks/rows?sort=block_size&offset=" + Long.MAX_VALUE);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("1 to 1000 rows can be had at a time");
        assertThat(server.get("/tables/blocks/rows?sort=block_size&offset=999999999999999")
                        .body())
                .contains("No row is like this");
    }

    @Test
    void filtersAreAsManyAsTheInterfaceTakes() throws Exception {
        String one = "&on=height&is=ge&value=1";
        assertThat(server.get("/tables/blocks/rows?" + one.repeat(20)).body()).contains("Rows 1 to 50");
        assertThat(server.get("/tables/blocks/rows?" + one.repeat(21)).body()).contains("there are 21 filters");
    }

    /** A data file that nobody writes to holds up whoever opens it. */
    @Test
    void whereTwoReadOthersAreToldToTryAgainOnThePageAndInTheInterface() throws Exception {
        Path file = dataFile("tags");
        Path aside = directory.resolve("aside.parquet");
        Files.move(file, aside);
        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                .isZero();
        List<CompletableFuture<HttpResponse<String>>> readers = new ArrayList<>();
        List<CompletableFuture<HttpResponse<String>>> refused;
        try {
            for (String path : List.of("/tables", "/tables", "/tables", "/api/v1/tables", "/api/v1/tables")) {
                readers.add(CompletableFuture.supplyAsync(() -> rows(path + "/tags/rows")));
            }
            Await.until(() -> readers.stream().filter(CompletableFuture::isDone).count() == 3);
            refused = readers.stream().filter(CompletableFuture::isDone).toList();
        } finally {
            try (RandomAccessFile writer = new RandomAccessFile(file.toFile(), "rw")) {
                assertThat(writer.getFD().valid()).isTrue();
                Await.until(() -> readers.stream().allMatch(CompletableFuture::isDone));
            }
            Files.delete(file);
            Files.move(aside, file);
        }
        for (CompletableFuture<HttpResponse<String>> one : refused) {
            assertThat(one.join().statusCode()).isEqualTo(503);
            assertThat(one.join().body()).contains("Others are reading rows; try again in a moment");
        }
        assertThat(server.get("/tables/tags/rows").body()).contains("Rows 1 to 50");
    }

    private static HttpResponse<String> rows(String path) {
        try {
            return server.get(path);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path dataFile(String table) throws Exception {
        JsonNode files = ServedExporter.json(server.get("/api/v1/tables/" + table + "/files"), 200);
        String name = files.path("items").path(0).path("name").asText();
        try (Stream<Path> all = Files.walk(directory.resolve("demo/warehouse"))) {
            return all.filter(path -> path.endsWith(name)).findFirst().orElseThrow();
        }
    }
}

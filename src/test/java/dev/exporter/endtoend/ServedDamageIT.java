package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real program, serving a warehouse of which one table cannot be read: that is when pages are needed. */
@Timeout(300)
class ServedDamageIT {
    @TempDir
    Path directory;

    private ExporterJar export() throws Exception {
        ExporterJar jar = ExporterJar.launched(directory);
        jar.run(List.of("demo", "--dir=demo", "--blocks=60", "--transactions=600", "--firstHeight=1000"))
                .requireExit(0);
        return jar;
    }

    private List<Path> metadata(String table) throws Exception {
        try (Stream<Path> files = Files.list(directory.resolve("demo/warehouse/" + table + "/metadata"))) {
            return files.filter(file -> file.toString().endsWith(".metadata.json"))
                    .toList();
        }
    }

    private static String page(ServedExporter server, String path) throws Exception {
        HttpResponse<String> response = server.get(path);
        assertThat(response.statusCode()).as("%s: %s", path, response.body()).isEqualTo(200);
        return response.body();
    }

    /** Cut short as by a disk that was full, and recorded by a program to come. */
    @ParameterizedTest
    @ValueSource(strings = {"cut", "newer"})
    void oneTableThatCannotBeReadHidesNothingElse(String how) throws Exception {
        ExporterJar jar = export();
        for (Path file : metadata("tags")) {
            String text = Files.readString(file);
            Files.writeString(
                    file,
                    how.equals("cut")
                            ? text.substring(0, text.length() / 2)
                            : text.replaceAll("(\"exporter.format-version\"\\s*:\\s*\")\\d+\"", "$199\""));
        }
        try (ServedExporter server = ServedExporter.start(jar, ServedDemoCase.PLACES)) {
            assertThat(page(server, "/"))
                    .contains("cannot be read", "1 table cannot be read", "/tables/blocks", "/jobs/1");
            assertThat(page(server, "/tables")).contains("cannot be read", "/tables/tags", "/tables/blocks");
            assertThat(page(server, "/tables/blocks")).contains("Newest height");
            assertThat(server.get("/tables/tags").statusCode()).isIn(400, 500);
            assertThat(page(server, "/metrics"))
                    .contains(
                            "exporter_table_readable{table=\"tags\"} 0",
                            "exporter_table_readable{table=\"blocks\"} 1",
                            "exporter_table_rows{table=\"blocks\"}",
                            "exporter_scrape_failed{part=\"tables\"} 0",
                            "exporter_jobs{state=\"completed\"} 1")
                    .doesNotContain("exporter_table_rows{table=\"tags\"}");
            JsonNode tables = ServedExporter.json(server.get("/api/v1/tables"), 200);
            assertThat(tables.path("items").findValuesAsText("name")).containsExactly("blocks", "transactions");
            assertThat(tables.path("unreadable").findValuesAsText("name")).containsExactly("tags");
            JsonNode described = ServedExporter.json(server.get("/api/v1/openapi.json"), 200);
            assertThat(new DescribedForms(described).faults("/api/v1/tables", tables))
                    .isEmpty();
            assertThat(live(server)).contains("cannot be read");
        }
    }

    /** The part of the overview that shows tables, as it is sent to those who watch. */
    private static String live(ServedExporter server) throws Exception {
        try (Stream<String> lines = server.lines("/live/overview")) {
            Iterator<String> line = lines.iterator();
            while (!line.next().equals("event: tables")) {
                // parts before it
            }
            StringBuilder part = new StringBuilder();
            for (String next = line.next(); !next.isEmpty(); next = line.next()) {
                part.append(next).append('\n');
            }
            return part.toString();
        }
    }
}

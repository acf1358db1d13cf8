package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A source whose values are markup: the export that meets one fails, and the pages show it as the text that it is. */
@Timeout(300)
class HtmlInSourceIT {
    private static final long FIRST = 1_500_000;
    private static final String VALUE = "<script>alert(1)</script>";

    @TempDir
    Path directory;

    @Test
    void aValueThatIsMarkupIsTextOnPagesAndInAnswers() throws Exception {
        SourceGateway gateway = SourceGateway.demo(directory.resolve("gateway"), FIRST, 60, 600, 5);
        String ofOne = "UPDATE stable_data_items SET data_size = '" + VALUE
                + "' WHERE id = (SELECT min(id) FROM stable_data_items WHERE height = " + (FIRST + 30) + ")";
        assertThat(gateway.change("bundles", ofOne)).isEqualTo(1);
        ExporterJar jar = ExporterJar.launched(directory);
        ExporterJar.Ended ended = jar.run(
                gateway.options(),
                "--startHeight=" + FIRST,
                "--endHeight=" + (FIRST + 59),
                "--heightPartitionSize=10",
                "--readBy=index");
        assertThat(ended.requireExit(1).err()).contains(VALUE);

        try (ServedExporter server = ServedExporter.start(jar, List.of())) {
            JsonNode jobs = ServedExporter.json(server.get("/api/v1/jobs"), 200);
            JsonNode job = jobs.path("items").path(0);
            assertThat(job.path("failure").path("message").asText()).contains(VALUE);
            String page = "/jobs/" + job.path("executionId").asText();
            for (String path : List.of("/", "/jobs", page, page + "/partitions/1500030-1500039")) {
                assertThat(server.get(path).body())
                        .as(path)
                        .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
                        .doesNotContain(VALUE);
            }
        }
    }
}

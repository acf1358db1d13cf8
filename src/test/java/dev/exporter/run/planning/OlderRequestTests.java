package dev.exporter.run.planning;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.exporter.plan.Codec;
import dev.exporter.plan.ExportRequest;
import dev.exporter.plan.ExportRequest.Only;
import dev.exporter.plan.ExportRequest.Partitions;
import dev.exporter.plan.ExportRequest.Rewrite;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.Reading;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Requests as plans keep them. */
class OlderRequestTests {
    private static final ExportRequest ALL = new ExportRequest(
            "ario",
            5,
            OptionalLong.empty(),
            OptionalLong.empty(),
            Map.of("core", Path.of("/core.db")),
            Map.of(),
            new ExportRequest.Output(
                    1000,
                    1 << 20,
                    new Codec.Compression(Codec.ZSTD, OptionalInt.empty()),
                    1000,
                    ExportRequest.Replace.KEEP),
            new ExportRequest.Place(
                    Path.of("/warehouse"),
                    Optional.empty(),
                    "gateway",
                    "",
                    Path.of("/staging"),
                    "sqlite",
                    Optional.empty()),
            new ExportRequest.Limits(1, 64 << 20, Duration.ofSeconds(1), Reading.AUTO),
            ExportRequest.OnInterrupted.REFUSE,
            ExportRequest.OnScope.KEEP);

    @Test
    void aRequestIsForTheSamePartitionsWhateverElseIsAsked() {
        Partitions some = Partitions.ALL.only(new Only("sync", List.of(new KeyRange(0, 999))), Rewrite.GAINED);
        ExportRequest request = ALL.withPartitions(some);

        assertThat(request.withLimits(new ExportRequest.Limits(9, 1, Duration.ZERO, Reading.AUTO)))
                .isNotEqualTo(request)
                .returns(some, ExportRequest::partitions)
                .returns("sync", ExportRequest::requestedRange);
        assertThat(request.withOnInterrupted(ExportRequest.OnInterrupted.RESUME))
                .isNotEqualTo(request)
                .returns(some, ExportRequest::partitions);
        assertThat(request.withRange(new KeyRange(7, 8)))
                .isNotEqualTo(request)
                .returns(some, ExportRequest::partitions);
    }

    @Test
    void whatPartitionsARequestIsForIsKept() {
        Only some = new Only("repair", List.of(new KeyRange(0, 999), new KeyRange(5000, 6999)));
        ExportRequest request = ALL.withPartitions(
                new Partitions(Optional.empty(), Rewrite.CHANGED, OptionalLong.of(7)).only(some, Rewrite.ALL));

        ExportRequest read = Json.read(Json.text(request).getBytes(StandardCharsets.UTF_8), ExportRequest.class);

        assertThat(read).isEqualTo(request);
        assertThat(read.requestedRange()).isEqualTo("repair");
        assertThat(read.partitions().commitEvery()).hasValue(7);
    }

    @Test
    void oneThatDoesNotTellIsForAllPartitionsOfItsRange() throws Exception {
        ObjectNode json = (ObjectNode) new ObjectMapper().readTree(Json.text(ALL));
        json.remove("partitions");

        ExportRequest read = Json.read(json.toString().getBytes(StandardCharsets.UTF_8), ExportRequest.class);

        assertThat(read).isEqualTo(ALL);
        assertThat(read.requestedRange()).isEqualTo("5-latest");
    }
}

package dev.exporter.run;

import dev.exporter.plan.Codec;
import dev.exporter.plan.ExportRequest;
import dev.exporter.plan.Reading;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The real pair of databases in a folder, and what is asked of it: small files, one partition at a time. */
record RealGateway(Path directory) {
    static RealGateway copiedTo(Path directory) throws IOException {
        for (String database : List.of("core.db", "bundles.db")) {
            try (InputStream in = RealGateway.class.getResourceAsStream("/arweave/" + database)) {
                Files.copy(Objects.requireNonNull(in), directory.resolve(database));
            }
        }
        return new RealGateway(directory);
    }

    /**
     * An export of it.
     *
     * @param options of the dataset
     * @param staging below the folder, as {@code warehouse}
     */
    ExportRequest request(long start, long end, Map<String, String> options, String staging, String warehouse) {
        return new ExportRequest(
                "ario",
                start,
                OptionalLong.of(end),
                OptionalLong.empty(),
                Map.of("core", directory.resolve("core.db"), "bundles", directory.resolve("bundles.db")),
                options,
                new ExportRequest.Output(
                        1000,
                        1 << 20,
                        new Codec.Compression(Codec.ZSTD, OptionalInt.empty()),
                        1000,
                        ExportRequest.Replace.KEEP),
                new ExportRequest.Place(
                        directory.resolve(warehouse),
                        Optional.empty(),
                        "gateway",
                        "",
                        directory.resolve(staging),
                        "sqlite",
                        Optional.empty()),
                new ExportRequest.Limits(1, 64 << 20, Duration.ofSeconds(1), Reading.AUTO),
                ExportRequest.OnInterrupted.REFUSE,
                ExportRequest.OnScope.KEEP);
    }
}

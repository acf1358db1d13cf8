package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Tables that were exported, a copy of them for a test that damages them, and what {@code exporter verify} says of it. */
record VerifiedTables(Path directory, SourceGateway gateway, Tampering tables) {
    static final long FIRST = 1_400_000;
    /** Tables that are recorded here can be copied, and verified anywhere. */
    static final String LOCATION = "--warehouseLocation=file:///tables";

    /** Exports a made gateway in a directory. */
    static void export(Path directory) throws Exception {
        List<String> options = new ArrayList<>(SourceGateway.demo(directory.resolve("gateway"), FIRST, 1000, 2000, 7)
                .options());
        options.addAll(List.of("--startHeight=" + FIRST, "--endHeight=" + (FIRST + 999), LOCATION));
        new ExporterHere(directory)
                .run(options, "--heightPartitionSize=250", "--maxFileRows=1000")
                .requireExit(0);
    }

    /** A copy of what was exported, and of the gateway. */
    static VerifiedTables copied(Path exported, Path directory) throws Exception {
        Tampering.copy(exported.resolve("gateway"), directory.resolve("gateway"));
        Tampering.copy(exported.resolve("warehouse"), directory.resolve("warehouse"));
        return new VerifiedTables(
                directory,
                SourceGateway.at(directory.resolve("gateway")),
                new Tampering(directory.resolve("warehouse")));
    }

    ExporterJar.Ended verify(String... more) throws Exception {
        List<String> options = new ArrayList<>(List.of("verify", LOCATION));
        options.add("--coreDb=" + gateway.file("core"));
        options.add("--bundlesDb=" + gateway.file("bundles"));
        return new ExporterHere(directory).run(options, more);
    }

    /** As {@link #verify}, with the result as JSON. */
    ExporterJar.Ended asked(String... more) throws Exception {
        List<String> all = new ArrayList<>(List.of(more));
        all.add("--json");
        return verify(all.toArray(String[]::new));
    }

    /** The first difference with a code; a missing node where there is none. */
    static JsonNode difference(String code, ExporterJar.Ended ended) throws Exception {
        for (JsonNode difference : new ObjectMapper().readTree(ended.out()).get("differences")) {
            if (difference.get("code").asText().equals(code)) {
                return difference;
            }
        }
        return MissingNode.getInstance();
    }

    /** The difference with a code, which must be of this file. */
    static JsonNode requireDifference(String table, Path file, String code, ExporterJar.Ended ended) throws Exception {
        JsonNode difference = difference(code, ended.requireExit(3));
        assertThat(difference.get("table").asText()).isEqualTo(table);
        assertThat(difference.get("partition").asText()).isEqualTo(Tampering.partition(file));
        assertThat(difference.get("file").asText()).isEqualTo(file.toString());
        return difference;
    }
}

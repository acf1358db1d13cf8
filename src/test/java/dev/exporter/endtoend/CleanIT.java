package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.fault.FaultPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code exporter clean} removes, and what it leaves. */
@Timeout(900)
class CleanIT extends GatewayCase {
    private static final String OTHER_RUN = "01kahn5ze0erz8m0qf2t4x6c7d";

    @Test
    void onlyWhatWasSeenLongEnoughAgoIsRemovedAndOnlyWhenToldSo() throws Exception {
        InterruptedExport export = new InterruptedExport(directory, gateway);
        export.fresh().requireExit(0);
        Path live = export.tables().paths("blocks").get(0);
        String name = live.getFileName().toString();
        Path orphan = Files.copy(live, live.resolveSibling(name.replaceAll("_[0-9a-z]{26}_", "_" + OTHER_RUN + "_")));
        Path inventory =
                Files.createFile(directory.resolve("warehouse/tags/metadata/inventory-" + OTHER_RUN + ".avro"));
        Path folder = Files.createDirectories(directory.resolve("staging/job-" + OTHER_RUN + "/files"))
                .getParent();

        assertThat(clean().requireExit(0).out()).contains("too young: data file " + orphan, "first seen");
        assertThat(clean("--yes").requireExit(0).out()).contains("too young: staging folder " + folder);
        assertThat(List.of(orphan, inventory, folder)).allMatch(Files::exists);
        assertThat(clean("--minAge=0s").requireExit(0).out())
                .contains("removable: metadata file " + inventory, "Nothing was removed");
        assertThat(List.of(orphan, inventory, folder)).allMatch(Files::exists);

        assertThat(clean("--minAge=0s", "--yes", "--json").requireExit(0).out())
                .contains("\"path\":\"" + orphan + "\"", "\"state\":\"removed\"", "\"dryRun\":false");

        assertThat(List.of(orphan, inventory, folder)).noneMatch(Files::exists);
        assertThat(directory.resolve("staging/jobs.db")).exists();
        export.requireComplete();
        assertThat(clean("--minAge=0s", "--yes").requireExit(0).out()).contains("There is nothing to clean.");
    }

    @Test
    void theStagingOfAKilledMaintenanceStaysForAsLongAsItsWarehouseIsThere() throws Exception {
        Files.createDirectories(directory.resolve("warehouse"));
        Path other = Files.createDirectory(directory.resolve("other"));
        Path folder = Files.createDirectories(directory.resolve("staging/job-" + OTHER_RUN));
        Files.writeString(folder.resolve("rewrite"), other.toString());

        clean("--minAge=0s", "--yes").requireExit(0);
        assertThat(folder).exists();
        Files.move(other, directory.resolve("renamed"));
        clean("--minAge=0s", "--yes").requireExit(0);

        assertThat(folder).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource(names = {"MID_PUBLISH", "AFTER_RENAME", "AFTER_INVENTORY", "BETWEEN_TABLES"})
    void aRunThatIsUnderWayIsNotDisturbed(FaultPoint boundary) throws Exception {
        InterruptedExport export = new InterruptedExport(directory, gateway);
        ExporterJar.Running living = export.begin(boundary);
        TreeMap<String, Long> before = sizes();

        clean("--minAge=0s", "--yes").requireExit(0);

        assertThat(sizes()).isEqualTo(before);
        living.letGoOn().ended().requireExit(0);
        export.requireComplete();
    }

    @ParameterizedTest
    @EnumSource(names = {"MID_PUBLISH", "AFTER_RENAME", "AFTER_INVENTORY", "BETWEEN_TABLES"})
    void aRunThatCanBeResumedKeepsAllThatItNeeds(FaultPoint boundary) throws Exception {
        InterruptedExport export = new InterruptedExport(directory, gateway);
        export.begin(boundary).kill();

        clean("--minAge=0s", "--yes").requireExit(0);

        export.run("--resume").requireExit(0);
        export.requireComplete();
    }

    /** All files but the holders' and the record of sights, by their paths. */
    private TreeMap<String, Long> sizes() throws IOException {
        TreeMap<String, Long> sizes = new TreeMap<>();
        for (String top : List.of("warehouse", "staging")) {
            try (Stream<Path> files = Files.walk(directory.resolve(top))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    if (!file.toString().matches(".*(/locks/.*|first-sights.json|jobs\\.db-.*)")) {
                        sizes.put(file.toString(), Files.size(file));
                    }
                }
            }
        }
        return sizes;
    }

    private ExporterJar.Ended clean(String... options) throws Exception {
        return new ExporterHere(directory).run(List.of("clean"), options);
    }
}

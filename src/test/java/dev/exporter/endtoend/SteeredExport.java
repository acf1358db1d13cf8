package dev.exporter.endtoend;

import dev.exporter.operations.control.Control;
import dev.exporter.operations.steering.Launch;
import dev.exporter.operations.steering.StartForm;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What steers the exports of a folder, and starts the real jar for that. */
final class SteeredExport {
    private SteeredExport() {}

    /** @param options names of those that starts may give */
    static Control control(Path directory, String repository, String... options) {
        StartForm form = new StartForm(
                "ario",
                Arrays.stream(options)
                        .map(name -> new StartForm.Field(name, "Range", "N", "", "", "", false))
                        .toList());
        return Control.open(
                new Control.Place(
                        directory.resolve("warehouse"),
                        Optional.empty(),
                        "",
                        directory.resolve("staging"),
                        repository,
                        Optional.empty(),
                        List.of(form)),
                new Launch(List.of(
                        "/usr/bin/env",
                        "XDG_CACHE_HOME=" + ExporterJar.CACHE,
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-jar",
                        System.getProperty("exporter.jar"))));
    }
}

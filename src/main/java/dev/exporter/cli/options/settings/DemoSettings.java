package dev.exporter.cli.options.settings;

import static dev.exporter.cli.options.Group.PLACES;
import static dev.exporter.cli.options.Group.SOURCE;
import static dev.exporter.cli.options.Setting.withDefault;

import dev.exporter.cli.options.CommonSettings;
import dev.exporter.cli.options.Setting;
import dev.exporter.cli.options.Values;
import dev.exporter.cli.options.reading.Paths;
import dev.exporter.cli.options.reading.Quantities;
import dev.exporter.plan.ExporterException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The options of the demo, and their values. */
public final class DemoSettings {
    private DemoSettings() {}

    public static List<Setting> all() {
        List<Setting> settings = new ArrayList<>(List.of(
                withDefault(PLACES, "dir", "DIR", "demo", "where the gateway, the staging and the warehouse are made"),
                withDefault(SOURCE, "blocks", "N", "2000", "block heights of the gateway, at least 10"),
                withDefault(
                        SOURCE,
                        "transactions",
                        "N",
                        "7200",
                        "layer-1 transactions and data items together, at least 200; each has about four tags"),
                withDefault(SOURCE, "firstHeight", "HEIGHT", "1600000", "the first block height"),
                withDefault(SOURCE, "seed", "N", "1", "of all that is random: the same seed makes the same gateway"),
                CommonSettings.nativeDir()));
        settings.addAll(CommonSettings.information("print the export's result as one JSON object on standard output"));
        return settings;
    }

    /** @throws ExporterException refused, if it is no path, or leads to or through a file */
    public static Path directory(Values values) {
        Path directory = Paths.absolute(values, "dir");
        Path existing = directory;
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        if (!Files.isDirectory(existing)) {
            throw ExporterException.refused(
                    "option-invalid",
                    "--dir is not a directory: " + existing,
                    values.where("dir"),
                    "Give a directory, or a new name in one");
        }
        return directory;
    }

    /** A whole number, at least 0. */
    public static long number(Values values, String name) {
        return Quantities.number(values, name, 0, Integer.MAX_VALUE);
    }
}

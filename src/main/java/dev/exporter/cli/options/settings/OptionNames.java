package dev.exporter.cli.options.settings;

import dev.exporter.cli.options.Setting;
import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExporterException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Keeps the names of a dataset's options apart from those that a command has itself. */
final class OptionNames {
    private OptionNames() {}

    /**
     * Returns {@code settings} if no name means two of them.
     *
     * @throws ExporterException refused, naming the first that does
     */
    static List<Setting> distinct(Dataset dataset, List<Setting> settings) {
        Set<String> seen = new HashSet<>();
        for (Setting setting : settings) {
            for (String name : setting.names()) {
                if (!seen.add(name)) {
                    throw ExporterException.refused(
                            "dataset-malformed",
                            "the dataset has two options of one name, or one that exporter has itself: " + name,
                            dataset.origin(),
                            "Rename the option");
                }
            }
        }
        return settings;
    }
}

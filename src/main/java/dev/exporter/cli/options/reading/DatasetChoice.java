package dev.exporter.cli.options.reading;

import dev.exporter.cli.options.Values;
import dev.exporter.plan.Dataset;
import dev.exporter.plan.DatasetReader;
import dev.exporter.plan.ExporterException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The dataset that {@code --dataset} and {@code --jobsDir} choose.
 *
 * @param name what to read it by again: a built-in dataset's name, or the absolute path of a dataset file
 */
public record DatasetChoice(String name, Dataset dataset) {
    /**
     * Reads the dataset.
     *
     * @param first the values of the options that are known before the dataset is
     * @throws ExporterException refused, if there is none or if it is malformed
     */
    public static DatasetChoice read(Values first) {
        String name = name(first);
        return new DatasetChoice(name, DatasetReader.read(name));
    }

    /** Whether it was read from a file, not from the program itself. */
    public boolean isFile() {
        return isFile(name);
    }

    private static String name(Values first) {
        String asked = first.text("dataset");
        if (isFile(asked)) {
            return Paths.absolute(first, "dataset").toString();
        }
        if (first.value("jobsDir").isEmpty()) {
            return asked;
        }
        if (!asked.matches("[A-Za-z0-9_-]+")) {
            throw ExporterException.refused(
                    "option-invalid",
                    "'" + asked + "' is not the name of a dataset",
                    first.where("dataset"),
                    "Give a name without folders or ending, or the path of a .yml file");
        }
        Path file = Paths.absolute(first, "jobsDir").resolve(asked + ".yml");
        if (!Files.isRegularFile(file)) {
            throw ExporterException.refused(
                    "dataset-missing",
                    "there is no dataset file " + file,
                    first.where("jobsDir"),
                    "Check the directory and the name given by --dataset");
        }
        return file.toString();
    }

    private static boolean isFile(String name) {
        return name.endsWith(".yml") || name.endsWith(".yaml");
    }
}

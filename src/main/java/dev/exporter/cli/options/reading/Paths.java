package dev.exporter.cli.options.reading;

import dev.exporter.cli.options.Values;
import dev.exporter.plan.ExporterException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Reads paths, which are relative to the current directory. */
public final class Paths {
    private Paths() {}

    /**
     * The path that the option {@code name} gives, absolute and without {@code ..}.
     *
     * @throws ExporterException refused, if it is none
     */
    public static Path absolute(Values values, String name) {
        String text = values.text(name);
        if (text.isBlank()) {
            throw ExporterException.refused(
                    "option-invalid", "--" + name + " is empty", values.where(name), "Give a path");
        }
        try {
            return Path.of(text).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw ExporterException.refused(
                    "option-invalid",
                    "--" + name + " is not a path: '" + text + "'",
                    values.where(name),
                    "Give the path of a file or directory");
        }
    }
}

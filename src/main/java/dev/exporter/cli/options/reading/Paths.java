package dev.exporter.cli.options.reading;

import dev.exporter.cli.options.Values;
import dev.exporter.plan.ExporterException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Reads paths, which are relative to the current directory. */
public final class Paths {
    private static final int FIRST_NOT_ASCII = 128;

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
            Path path = Path.of(text);
            if (!path.isAbsolute()) {
                requireCurrentDirectory(name);
            }
            return path.toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw ExporterException.refused(
                    "option-invalid",
                    "--" + name + " is not a path: '" + text + "'",
                    values.where(name),
                    text.chars().allMatch(c -> c < FIRST_NOT_ASCII)
                            ? "Give the path of a file or directory"
                            : "Set LC_ALL=C.UTF-8: the locale of this process has no such characters");
        }
    }

    /** In a locale that lacks characters of its name Java takes another directory for it, which is not there. */
    private static void requireCurrentDirectory(String name) {
        Path current = Path.of("").toAbsolutePath();
        if (!Files.isDirectory(current)) {
            throw ExporterException.refused(
                    "current-directory-unknown",
                    "the current directory cannot be found by its name",
                    current.toString(),
                    "Set LC_ALL=C.UTF-8 if the name has other than English letters, or give --" + name
                            + " as an absolute path");
        }
    }
}

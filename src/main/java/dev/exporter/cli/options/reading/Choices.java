package dev.exporter.cli.options.reading;

import dev.exporter.cli.options.Values;
import dev.exporter.plan.ExporterException;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Reads options that are one of a few words. */
final class Choices {
    private Choices() {}

    /** The one of {@code known} whose text the option has. */
    static <T extends Enum<T>> T of(Values values, String name, T[] known) {
        String text = values.text(name);
        return Arrays.stream(known)
                .filter(choice -> choice.toString().equals(text))
                .findFirst()
                .orElseThrow(() -> ExporterException.refused(
                        "option-invalid",
                        "--" + name + " cannot be '" + text + "'",
                        values.where(name),
                        "Known are " + Arrays.stream(known).map(T::toString).collect(Collectors.joining(", "))));
    }
}

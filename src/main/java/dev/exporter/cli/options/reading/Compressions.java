package dev.exporter.cli.options.reading;

import dev.exporter.cli.options.Value;
import dev.exporter.cli.options.Values;
import dev.exporter.plan.Codec;
import dev.exporter.plan.ExporterException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Reads {@code --compression} and {@code --compressionLevel}. */
public final class Compressions {
    private Compressions() {}

    /** The codecs' names, for people. */
    public static String known() {
        return Arrays.stream(Codec.values()).map(Codec::text).collect(Collectors.joining(", "));
    }

    static Codec.Compression of(Values values) {
        String text = values.text("compression");
        String where = values.where("compression");
        int colon = text.indexOf(':');
        Codec codec = codec(colon < 0 ? text : text.substring(0, colon), where);
        OptionalInt level = colon < 0 ? OptionalInt.empty() : level(codec, text.substring(colon + 1), where);
        Optional<Value> option = values.value("compressionLevel");
        if (option.isEmpty()) {
            return new Codec.Compression(codec, level);
        }
        OptionalInt asked = level(codec, option.get().text(), values.where("compressionLevel"));
        if (level.isPresent() && !level.equals(asked)) {
            throw ExporterException.refused(
                    "option-conflict",
                    "--compression " + text + " and --compressionLevel " + asked.getAsInt() + " contradict each other",
                    where,
                    "Give the level once");
        }
        return new Codec.Compression(codec, asked);
    }

    private static Codec codec(String text, String where) {
        for (Codec codec : Codec.values()) {
            if (codec.text().equals(text.toLowerCase(Locale.ROOT))) {
                return codec;
            }
        }
        throw ExporterException.refused(
                "option-invalid", "there is no compression '" + text + "'", where, "Known are " + known());
    }

    private static OptionalInt level(Codec codec, String text, String where) {
        if (!codec.hasLevel()) {
            throw ExporterException.refused(
                    "option-invalid",
                    "compression " + codec.text() + " has no levels, but level " + text + " is asked for",
                    where,
                    "Leave the level out, or use zstd");
        }
        if (!text.matches("\\d{1,2}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > 22) {
            throw ExporterException.refused(
                    "option-invalid",
                    "'" + text + "' is not a compression level",
                    where,
                    "Give a whole number from 1 to 22");
        }
        return OptionalInt.of(Integer.parseInt(text));
    }
}

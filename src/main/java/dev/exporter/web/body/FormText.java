package dev.exporter.web.body;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The fields of a form, as browsers send them: {@code application/x-www-form-urlencoded} in UTF-8. */
final class FormText {
    private FormText() {}

    static boolean isForm(@Nullable String contentType) {
        return contentType != null
                && contentType.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded");
    }

    /** A part that is wrongly encoded is left out. */
    static Map<String, String[]> parameters(byte[] body) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        for (String part : new String(body, StandardCharsets.UTF_8).split("&", -1)) {
            int equals = part.indexOf('=');
            Optional<String> name = decoded(equals < 0 ? part : part.substring(0, equals));
            Optional<String> value = decoded(equals < 0 ? "" : part.substring(equals + 1));
            if (!part.isEmpty() && name.isPresent() && value.isPresent()) {
                fields.computeIfAbsent(name.get(), absent -> new ArrayList<>()).add(value.get());
            }
        }
        Map<String, String[]> parameters = new LinkedHashMap<>();
        fields.forEach((name, values) -> parameters.put(name, values.toArray(String[]::new)));
        return parameters;
    }

    private static Optional<String> decoded(String text) {
        try {
            return Optional.of(URLDecoder.decode(text, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}

package dev.exporter.api.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.exporter.plan.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Builds JSON. Keys are never left out: what is not known is null. */
final class Json {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Json() {}

    static ObjectNode object() {
        return NODES.objectNode();
    }

    static ObjectNode problem(Problem problem) {
        return object().put("code", problem.code())
                .put("message", problem.message())
                .put("where", problem.where())
                .put("remedy", problem.remedy());
    }

    static <T> ArrayNode array(Collection<T> items, Function<T, ObjectNode> form) {
        ArrayNode array = NODES.arrayNode(items.size());
        items.forEach(item -> array.add(form.apply(item)));
        return array;
    }

    static ArrayNode texts(Collection<String> texts) {
        ArrayNode array = NODES.arrayNode(texts.size());
        texts.forEach(array::add);
        return array;
    }

    static @Nullable String time(Optional<Instant> instant) {
        return instant.map(Instant::toString).orElse(null);
    }

    /** Seconds, to the millisecond. */
    static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    /** To a ten-thousandth, which is all that a page shows. */
    static double ratio(double value) {
        return Math.round(value * 10_000) / 10_000.0;
    }

    /** To a whole number. */
    static double rounded(double value) {
        return Math.rint(value);
    }
}

package dev.exporter.api;

import dev.exporter.operations.jobs.Jobs;
import dev.exporter.web.problem.HttpProblem;
import dev.exporter.web.problem.HttpProblemException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads what a request asks for. */
final class Asked {
    static final String DEFAULT_LIMIT = "50";
    private static final int MOST = 1_000;

    private Asked() {}

    /** How many items of a list: 1 to 1,000. */
    static int limit(int limit) {
        if (limit < 1 || limit > MOST) {
            throw new HttpProblemException(HttpProblem.MALFORMED, "'limit' is from 1 to " + MOST);
        }
        return limit;
    }

    static Optional<String> text(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    /** Words with commas between them; none where there is nothing. */
    static List<String> words(String text) {
        return text.isEmpty() ? List.of() : Arrays.asList(text.split(",", -1));
    }

    /** One of the values of an enum, by how it is written. */
    static <T> T choice(String name, String text, T[] values, Function<T, String> written) {
        return Arrays.stream(values)
                .filter(value -> written.apply(value).equals(text))
                .findFirst()
                .orElseThrow(() -> new HttpProblemException(
                        HttpProblem.MALFORMED,
                        "'" + name + "' is one of "
                                + Arrays.stream(values).map(written).collect(Collectors.joining(", "))));
    }

    /** Several of them, with commas between. */
    static <T> Set<T> choices(String name, String text, T[] values, Function<T, String> written) {
        return words(text).stream()
                .map(word -> choice(name, word, values, written))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Refuses a job that is not there. */
    static void requireJob(Jobs jobs, long id) {
        if (jobs.summary(id).isEmpty()) {
            throw noJob(id);
        }
    }

    static HttpProblemException noJob(long id) {
        return HttpProblemException.missing("There is no job " + id);
    }

    /** Some items of a list, and the cursor of those that follow. */
    record Part<T>(List<T> items, Optional<String> next) {
        /**
         * @param cursor the key of the last item of the part before
         * @param key tells items apart
         * @throws HttpProblemException if the cursor is the key of none; it may be gone meanwhile
         */
        static <T> Part<T> of(List<T> all, String cursor, int limit, Function<T, String> key) {
            List<String> keys = all.stream().map(key).toList();
            int last = cursor.isEmpty() ? -1 : keys.indexOf(cursor);
            if (!cursor.isEmpty() && last < 0) {
                throw new HttpProblemException(HttpProblem.MALFORMED, "'cursor' leads nowhere; begin without one");
            }
            int end = Math.min(all.size(), last + 1 + limit(limit));
            List<T> items = all.subList(last + 1, end);
            return new Part<>(items, end < all.size() ? Optional.of(keys.get(end - 1)) : Optional.empty());
        }
    }
}

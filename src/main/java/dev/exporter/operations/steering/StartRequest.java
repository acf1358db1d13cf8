package dev.exporter.operations.steering;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An export that is to be started.
 *
 * @param dataset a built-in one's name
 * @param options the values that were given, by the option's name in camel case; flags are {@code true} or
 *     {@code false}. Where the tables, staging and the job repository are is not among them: they are the ones that this
 *     program serves
 */
public record StartRequest(String dataset, Map<String, String> options) {
    public StartRequest {
        options = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }
}

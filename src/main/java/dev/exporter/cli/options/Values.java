package dev.exporter.cli.options;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The value of each option that has one. Immutable.
 *
 * @param settings every option of the command, with or without a value
 * @param byName values by the option's name
 * @param arguments what the command line holds beside options, in its order
 */
public record Values(List<Setting> settings, Map<String, Value> byName, List<String> arguments) {
    public Values {
        settings = List.copyOf(settings);
        byName = Map.copyOf(byName);
        arguments = List.copyOf(arguments);
    }

    public Optional<Value> value(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The text of an option that always has a value. */
    public String text(String name) {
        return required(name).text();
    }

    /** Whether the flag {@code name} is set; false where the command has no such flag. */
    public boolean isSet(String name) {
        return value(name).map(Value::text).orElse("false").equals("true");
    }

    /** What to name in a message about the value of {@code name}. */
    public String where(String name) {
        return value(name).map(value -> value.origin().where(name)).orElse("--" + name);
    }

    /** The value of an option that always has one. */
    public Value required(String name) {
        return Objects.requireNonNull(byName.get(name), name);
    }

    /** The names of the options whose values the user gave. */
    public Set<String> given() {
        return byName.entrySet().stream()
                .filter(entry -> entry.getValue().isGiven())
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The same with other values for some options. */
    public Values with(Map<String, Value> others) {
        Map<String, Value> values = new LinkedHashMap<>(byName);
        values.putAll(others);
        return new Values(settings, values, arguments);
    }
}

package dev.exporter.cli.options;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An option: data, since datasets bring their own.
 *
 * @param name in camel case without dashes, which is how everything but the user's input knows it
 * @param label what its value is called in the help; empty for a flag, which needs none and is true or false
 * @param description a phrase for the help, without its default
 * @param value its default; empty where there is none or where it must be found out
 * @param origin where its default is from
 * @param shownDefault the default in words, or empty where the help should say nothing of it
 */
public record Setting(
        String name,
        Group group,
        String label,
        String description,
        Optional<String> value,
        Origin origin,
        String shownDefault) {
    /** An option with a default value, which the help shows as it is. */
    public static Setting withDefault(Group group, String name, String label, String value, String description) {
        return new Setting(name, group, label, description, Optional.of(value), new Origin.Default(), value);
    }

    /** An option without a default value; the help says {@code shownDefault} in its place. */
    public static Setting optional(Group group, String name, String label, String shownDefault, String description) {
        return new Setting(name, group, label, description, Optional.empty(), new Origin.Default(), shownDefault);
    }

    /** A flag that is false unless given. */
    public static Setting flag(Group group, String name, String description) {
        return new Setting(name, group, "", description, Optional.of("false"), new Origin.Default(), "");
    }

    public boolean isFlag() {
        return label.isEmpty();
    }

    /** The names that a command line may use: camel case, kebab case, and a letter for the two everyone knows. */
    public List<String> names() {
        Stream<String> letter = switch (name) {
            case "help" -> Stream.of("-h");
            case "version" -> Stream.of("-V");
            default -> Stream.of();
        };
        return Stream.concat(Stream.of("--" + name, "--" + kebab(name)), letter)
                .distinct()
                .toList();
    }

    /** The environment variable that gives the option's value: {@code startHeight} is {@code EXPORTER_START_HEIGHT}. */
    public String variable() {
        return "EXPORTER_" + kebab(name).replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** Whether the variable is read: what is answered in place of work is asked for on the command line only. */
    public boolean isInEnvironment() {
        return !name.equals("help") && !name.equals("version");
    }

    private static String kebab(String camel) {
        return camel.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}

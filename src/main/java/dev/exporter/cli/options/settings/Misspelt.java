package dev.exporter.cli.options.settings;

import dev.exporter.cli.options.Nearest;
import dev.exporter.cli.options.Setting;
import dev.exporter.cli.options.reading.JobRepositories;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Finds environment variables that were probably meant to give an option's value. */
public final class Misspelt {
    private static final String PREFIX = "EXPORTER_";

    private Misspelt() {}

    /**
     * A warning for each variable that no command knows, but whose name is close to that of one of {@code settings}.
     *
     * @param variables the names of all variables of the environment
     */
    public static List<String> variables(Collection<Setting> settings, Set<String> variables) {
        Set<String> options = new TreeSet<>();
        settings.stream()
                .filter(Setting::isInEnvironment)
                .forEach(setting -> options.add(unprefixed(setting.variable())));
        Set<String> known = new TreeSet<>(options);
        known.add(unprefixed(JobRepositories.PASSWORD_VARIABLE));
        known.add(unprefixed(NotifySettings.SECRET_VARIABLE));
        DemoSettings.all().forEach(setting -> known.add(unprefixed(setting.variable())));
        List<String> warnings = new ArrayList<>();
        for (String variable : new TreeSet<>(variables)) {
            if (variable.startsWith(PREFIX) && !known.contains(unprefixed(variable))) {
                Nearest.to(unprefixed(variable), options)
                        .ifPresent(near -> warnings.add("the environment variable " + variable
                                + " is not that of any option; did you mean " + PREFIX + near + "?"));
            }
        }
        return warnings;
    }

    /** Compared without what they all have in common, which would make any two of them alike. */
    private static String unprefixed(String variable) {
        return variable.substring(PREFIX.length());
    }
}

package dev.exporter.cli.options.settings;

import static dev.exporter.cli.options.Group.RUNNING;
import static dev.exporter.cli.options.Setting.flag;
import static dev.exporter.cli.options.Setting.optional;
import static dev.exporter.cli.options.Setting.withDefault;

import dev.exporter.cli.options.CommonSettings;
import dev.exporter.cli.options.Nearest;
import dev.exporter.cli.options.Setting;
import dev.exporter.cli.options.Values;
import dev.exporter.cli.options.reading.Quantities;
import dev.exporter.plan.ExporterException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The options of commands that look at jobs and act on them, and their values. */
public final class JobSettings {
    private JobSettings() {}

    /** The options of {@code jobs}. */
    public static List<Setting> jobs() {
        return of(
                optional(
                        RUNNING,
                        "state",
                        "STATE,...",
                        "all",
                        "only jobs in these states: running, stopping, stopped, interrupted, failed, completed, abandoned"),
                withDefault(RUNNING, "limit", "N", "20", "so many jobs at most, newest first"));
    }

    /** The options of {@code status}. */
    public static List<Setting> status() {
        return of(
                flag(RUNNING, "watch", "show it again and again until the job is no longer under way"),
                withDefault(RUNNING, "every", "TIME", "2s", "how often --watch looks"));
    }

    /** The options of {@code resume}. */
    public static List<Setting> resume() {
        return of(NotifySettings.all().toArray(Setting[]::new));
    }

    /** The options of a command that needs no others. */
    public static List<Setting> plain() {
        return of();
    }

    private static List<Setting> of(Setting... own) {
        List<Setting> settings = new ArrayList<>(List.of(own));
        settings.add(CommonSettings.warehouseDir());
        settings.add(CommonSettings.stagingDir("the folders of runs, and the job repository"));
        settings.add(CommonSettings.jobRepository("where runs are remembered, as in exports"));
        settings.add(CommonSettings.passwordFile("holds the job repository's password"));
        settings.add(CommonSettings.namespace());
        settings.add(CommonSettings.nativeDir());
        settings.addAll(CommonSettings.information());
        return settings;
    }

    /**
     * The one job that a command line names.
     *
     * @throws ExporterException refused, if it names none or several
     */
    public static String job(Values values) {
        if (values.arguments().size() != 1) {
            throw ExporterException.refused(
                    "option-missing",
                    values.arguments().isEmpty()
                            ? "the job is missing"
                            : "there is an argument too many: '"
                                    + values.arguments().get(1) + "'",
                    "",
                    "Give an execution's number or the first characters of a run's id; exporter jobs lists them");
        }
        return values.arguments().get(0);
    }

    /**
     * The states that {@code jobs} lists, in lower case; empty for all.
     *
     * @param known all there are
     * @throws ExporterException refused, if one is unknown
     */
    public static Set<String> states(Values values, List<String> known) {
        Set<String> states = new LinkedHashSet<>();
        values.value("state")
                .ifPresent(value -> states.addAll(Arrays.asList(
                        value.text().toLowerCase(java.util.Locale.ROOT).split(","))));
        for (String state : states) {
            if (!known.contains(state)) {
                throw ExporterException.refused(
                        "option-invalid",
                        "there is no state '" + state + "'",
                        values.where("state"),
                        Nearest.to(state, known)
                                .map(near -> "Did you mean " + near + "?")
                                .orElse("Known are " + String.join(", ", known)));
            }
        }
        return states;
    }

    /** @throws ExporterException refused, if what is to be the staging directory is something else */
    public static void requireStaging(Values values) {
        Path staging = UpkeepSettings.staging(values);
        if (Files.exists(staging) && !Files.isDirectory(staging)) {
            throw ExporterException.refused(
                    "option-invalid",
                    "--stagingDir is not a directory: " + staging,
                    values.where("stagingDir"),
                    "Give the directory that exports were given");
        }
    }

    /** How many jobs are listed at most. */
    public static int limit(Values values) {
        return (int) Quantities.number(values, "limit", 1, 1000);
    }

    /**
     * How often {@code status --watch} looks.
     *
     * @throws ExporterException refused, if there is to be no pause
     */
    public static Duration every(Values values) {
        Duration every = Quantities.duration(values, "every");
        if (every.isZero()) {
            throw ExporterException.refused(
                    "option-invalid", "--every is zero", values.where("every"), "Give a time such as 2s");
        }
        return every;
    }
}

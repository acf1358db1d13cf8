package dev.exporter.cli.options.settings;

import static dev.exporter.cli.options.Group.RUNNING;
import static dev.exporter.cli.options.Setting.flag;
import static dev.exporter.cli.options.Setting.optional;
import static dev.exporter.cli.options.Setting.withDefault;

import dev.exporter.cli.options.CommonSettings;
import dev.exporter.cli.options.Setting;
import dev.exporter.cli.options.Value;
import dev.exporter.cli.options.Values;
import dev.exporter.cli.options.reading.JobRepositories;
import dev.exporter.cli.options.reading.Paths;
import dev.exporter.cli.options.reading.Quantities;
import dev.exporter.plan.ExporterException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The options of commands that look after runs and what they leave, and their values. */
public final class UpkeepSettings {
    private static final Duration LONGEST_AGE = Duration.ofDays(366);

    private UpkeepSettings() {}

    /** The options of {@code recover}. */
    public static List<Setting> recover() {
        return of(
                optional(RUNNING, "run", "ID", "all runs", "the run to recover"),
                flag(RUNNING, "repositoryLost", "take a job repository that cannot be asked for lost"));
    }

    /** The options of {@code clean}. */
    public static List<Setting> clean() {
        return of(
                withDefault(RUNNING, "minAge", "TIME", "24h", "what was first seen less long ago stays"),
                CommonSettings.warehouseLocation("as given when it was made"),
                CommonSettings.namespace(),
                CommonSettings.jobRepository("where runs are remembered, as in exports"));
    }

    private static List<Setting> of(Setting... own) {
        List<Setting> settings = new ArrayList<>();
        settings.add(flag(RUNNING, "yes", "do it; without, only list what would be done"));
        settings.addAll(List.of(own));
        settings.add(CommonSettings.warehouseDir());
        settings.add(CommonSettings.stagingDir("the folders of runs"));
        settings.add(CommonSettings.passwordFile("holds the job repository's password"));
        settings.add(CommonSettings.nativeDir());
        settings.addAll(CommonSettings.information());
        return settings;
    }

    public static Path warehouse(Values values) {
        return Paths.absolute(values, "warehouseDir");
    }

    public static Path staging(Values values) {
        return Paths.absolute(values, "stagingDir");
    }

    /** @throws ExporterException refused, if it is none */
    public static String jobRepository(Values values) {
        return JobRepositories.of(values);
    }

    /** @throws ExporterException refused, if it is not the id of a run */
    public static Optional<String> run(Values values) {
        Optional<String> run = values.value("run").map(Value::text);
        // As RunId has them: a ULID.
        run.filter(id -> !id.matches("[0-7][0-9a-hjkmnp-tv-z]{25}")).ifPresent(id -> {
            throw ExporterException.refused(
                    "option-invalid", "'" + id + "' is not the id of a run", values.where("run"), "recover lists them");
        });
        return run;
    }

    /** @throws ExporterException refused, if it is not a time */
    public static Duration minAge(Values values) {
        return Quantities.duration(values, "minAge", LONGEST_AGE);
    }
}

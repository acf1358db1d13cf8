package dev.exporter.cli;

import dev.exporter.cli.options.OptionParser;
import dev.exporter.cli.options.Setting;
import dev.exporter.cli.options.Values;
import dev.exporter.cli.options.reading.JobRepositories;
import dev.exporter.cli.options.settings.JobSettings;
import dev.exporter.cli.options.settings.TableSettings;
import dev.exporter.cli.options.settings.UpkeepSettings;
import dev.exporter.operations.control.Control;
import dev.exporter.operations.steering.Actor;
import dev.exporter.plan.ExitCode;
import java.util.List;
import java.util.Optional;

/** What the commands that look at jobs and act on them have in common. */
abstract class JobCommand extends DescribedCommand {
    JobCommand(List<Setting> settings) {
        super(settings);
    }

    @Override
    public final ExitCode run(Invocation invocation) {
        Values values = invocation.values(settings(), OptionParser.Unknown.ARGUMENTS);
        check(values);
        JobSettings.requireStaging(values);
        Asked.prepareNativeLibraries(values);
        Control.Place place = new Control.Place(
                UpkeepSettings.warehouse(values),
                Optional.empty(),
                TableSettings.namespace(values),
                UpkeepSettings.staging(values),
                UpkeepSettings.jobRepository(values),
                JobRepositories.password(values, invocation.console().environment()::get),
                List.of());
        try (Control control = Control.open(place)) {
            return run(invocation, values, control);
        }
    }

    /** Refuses what is wrong before anything is opened. */
    abstract void check(Values values);

    abstract ExitCode run(Invocation invocation, Values values, Control control);

    /** Whoever called the program. */
    static Actor actor() {
        return new Actor(System.getProperty("user.name", "unknown"), Actor.Via.COMMAND_LINE);
    }
}

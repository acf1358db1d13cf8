package dev.exporter.cli;

import dev.exporter.cli.options.OptionParser;
import dev.exporter.cli.options.Setting;
import dev.exporter.cli.options.Values;
import dev.exporter.cli.page.Page;
import dev.exporter.plan.ExitCode;
import java.util.List;

/** What the commands that look after runs have in common: they list, and do it only when told so. */
abstract class UpkeepCommand implements Command {
    private final List<Setting> settings;

    UpkeepCommand(List<Setting> settings) {
        this.settings = List.copyOf(settings);
    }

    @Override
    public final ExitCode run(Invocation invocation) {
        Values values = invocation.values(settings, OptionParser.Unknown.REFUSED);
        Asked.prepareNativeLibraries(values);
        run(invocation, values);
        invocation.console().out().flush();
        return ExitCode.DONE;
    }

    abstract void run(Invocation invocation, Values values);

    @Override
    public final String help(Invocation invocation, List<Command> commands) {
        Page page = new Page()
                .name("exporter " + name(), summary())
                .synopsis("exporter " + name() + " [--yes] [OPTION]...")
                .description(description())
                .heading("OPTIONS");
        settings.forEach(page::option);
        return page.text();
    }

    abstract String description();
}

package dev.exporter.cli;

import dev.exporter.cli.options.OptionParser;
import dev.exporter.cli.options.Setting;
import dev.exporter.cli.options.Values;
import dev.exporter.cli.options.settings.TableSettings;
import dev.exporter.cli.page.Page;
import dev.exporter.operations.Tables;
import dev.exporter.plan.ExitCode;
import java.util.List;

/** What the commands that read tables have in common. */
abstract class TableCommand implements Command {
    private final List<Setting> settings;

    TableCommand(Setting... own) {
        this.settings = TableSettings.of(own);
    }

    @Override
    public final ExitCode run(Invocation invocation) {
        Values values = invocation.values(settings, OptionParser.Unknown.ARGUMENTS);
        Tables tables = Tables.of(
                TableSettings.warehouse(values), TableSettings.location(values), TableSettings.namespace(values));
        return run(invocation, values, tables);
    }

    abstract ExitCode run(Invocation invocation, Values values, Tables tables);

    @Override
    public final String help(Invocation invocation, List<Command> commands) {
        Page page = new Page()
                .name("exporter " + name(), summary())
                .synopsis("exporter " + synopsis())
                .description(description())
                .heading("EXAMPLES");
        examples(invocation.console().program()).forEach(page::example);
        page.heading("OPTIONS");
        settings.forEach(page::option);
        return page.text();
    }

    /** How it is called, after the program's name. */
    abstract String synopsis();

    abstract String description();

    /** Lines to copy. */
    abstract List<String> examples(String program);
}

package dev.exporter.cli;

import dev.exporter.cli.options.OptionParser;
import dev.exporter.cli.options.Setting;
import dev.exporter.cli.options.Values;
import dev.exporter.cli.options.settings.TableSettings;
import dev.exporter.operations.Tables;
import dev.exporter.plan.ExitCode;
import java.util.List;

/** What the commands that read tables have in common. */
abstract class TableCommand extends DescribedCommand {
    TableCommand(List<Setting> settings) {
        super(settings);
    }

    @Override
    public final ExitCode run(Invocation invocation) {
        Values values = invocation.values(settings(), OptionParser.Unknown.ARGUMENTS);
        Tables tables = Tables.of(
                TableSettings.warehouse(values), TableSettings.location(values), TableSettings.namespace(values));
        return run(invocation, values, tables);
    }

    abstract ExitCode run(Invocation invocation, Values values, Tables tables);
}

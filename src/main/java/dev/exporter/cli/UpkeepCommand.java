package dev.exporter.cli;

import dev.exporter.cli.options.OptionParser;
import dev.exporter.cli.options.Setting;
import dev.exporter.cli.options.Values;
import dev.exporter.plan.ExitCode;
import java.util.List;

/** What the commands that look after runs have in common: they list, and do it only when told so. */
abstract class UpkeepCommand extends DescribedCommand {
    UpkeepCommand(List<Setting> settings) {
        super(settings);
    }

    @Override
    public final ExitCode run(Invocation invocation) {
        Values values = invocation.values(settings(), OptionParser.Unknown.REFUSED);
        Asked.prepareNativeLibraries(values);
        run(invocation, values);
        invocation.console().out().flush();
        return ExitCode.DONE;
    }

    abstract void run(Invocation invocation, Values values);

    @Override
    List<ExitCode> exitCodes() {
        return List.of(ExitCode.DONE, ExitCode.FAILED, ExitCode.REFUSED, ExitCode.HELD);
    }

    @Override
    final String synopsis() {
        return name() + " [--yes] [OPTION]...";
    }
}

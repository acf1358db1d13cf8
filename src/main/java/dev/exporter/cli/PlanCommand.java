package dev.exporter.cli;

import dev.exporter.cli.options.reading.DatasetChoice;
import dev.exporter.cli.page.ExportHelp;
import dev.exporter.cli.page.PlanPage;
import dev.exporter.operations.Exports;
import dev.exporter.plan.ExitCode;
import java.util.List;

/** {@code exporter plan …}: shows what an export with the same options would do. Writes nothing. */
final class PlanCommand implements Command {
    private final Asked.ExportsFactory factory;

    PlanCommand(Asked.ExportsFactory factory) {
        this.factory = factory;
    }

    @Override
    public String name() {
        return "plan";
    }

    @Override
    public String summary() {
        return "check everything and show what an export would do, without writing anything";
    }

    @Override
    public String help(Invocation invocation, List<Command> commands) {
        return new ExportHelp(
                        DatasetChoice.read(invocation.first()).dataset(),
                        invocation.console().program())
                .planPage(summary());
    }

    @Override
    public ExitCode run(Invocation invocation) {
        Asked asked = Asked.by(invocation);
        Notice.by(asked.values(), invocation.console()); // an address that is not right is refused
        Exports exports = asked.exports(factory);
        long started = invocation.console().nanos().getAsLong();
        Exports.Preview preview = exports.preview(asked.choice().dataset(), asked.request());
        PlanPage page = new PlanPage(asked.choice().dataset(), asked.values(), preview);
        if (invocation.isJson()) {
            page.printJson(
                    invocation.console().out(), invocation.console().nanos().getAsLong() - started);
        } else {
            page.printText(invocation.console().out());
        }
        return ExitCode.DONE;
    }
}

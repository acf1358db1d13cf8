package dev.exporter.cli;

import dev.exporter.cli.options.reading.DatasetChoice;
import dev.exporter.cli.page.ExportHelp;
import dev.exporter.cli.page.JsonResult;
import dev.exporter.cli.page.Summary;
import dev.exporter.cli.progress.Progress;
import dev.exporter.operations.ExportReport;
import dev.exporter.operations.Exports;
import dev.exporter.plan.ExitCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code exporter [export] …}: exports a range. */
final class ExportCommand implements Command {
    private final Asked.ExportsFactory factory;

    ExportCommand(Asked.ExportsFactory factory) {
        this.factory = factory;
    }

    @Override
    public String name() {
        return "export";
    }

    @Override
    public String summary() {
        return "export a range of the source to the tables of the warehouse (the default command)";
    }

    @Override
    public String help(Invocation invocation, List<Command> commands) {
        Map<String, String> summaries = new LinkedHashMap<>();
        commands.forEach(command -> summaries.put(command.name(), command.summary()));
        return new ExportHelp(
                        DatasetChoice.read(invocation.first()).dataset(),
                        invocation.console().program())
                .exportPage(summaries);
    }

    @Override
    public ExitCode run(Invocation invocation) {
        Asked asked = Asked.by(invocation);
        Notice notice = Notice.by(asked.values(), invocation.console());
        Exports exports = asked.exports(factory);
        Console console = invocation.console();
        ExportReport report;
        try (Progress progress = Progress.on(console.terminal(), console.err(), console.nanos())) {
            report = exports.run(
                    asked.choice().dataset(), asked.request(), asked.values().given(), progress);
        }
        if (invocation.isJson()) {
            JsonResult.print(report, console.out());
        }
        new Summary(console.err(), console.program())
                .print(report, asked.request().place(), invocation.commandLine());
        notice.of(report);
        notice.close();
        return report.exitCode();
    }
}

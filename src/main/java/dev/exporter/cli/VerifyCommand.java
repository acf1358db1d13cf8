package dev.exporter.cli;

import dev.exporter.cli.options.OptionParser;
import dev.exporter.cli.options.Setting;
import dev.exporter.cli.options.Values;
import dev.exporter.cli.options.reading.DatasetChoice;
import dev.exporter.cli.options.reading.JobRepositories;
import dev.exporter.cli.options.settings.VerifySettings;
import dev.exporter.cli.page.ExitCodes;
import dev.exporter.cli.page.Page;
import dev.exporter.cli.page.VerifyPage;
import dev.exporter.cli.progress.Progress;
import dev.exporter.cli.progress.VerifyProgress;
import dev.exporter.operations.ExportReport;
import dev.exporter.operations.Repairs;
import dev.exporter.operations.Verifying;
import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExportRequest;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.Problem;
import dev.exporter.plan.verification.VerifyReport;
import dev.exporter.plan.verification.VerifyRequest;
import java.util.List;
import java.util.function.Function;

/** {@code exporter verify}: holds the tables against their files, their metadata and their source. */
final class VerifyCommand implements Command {
    private final Asked.ExportsFactory factory;

    /** @param factory makes what repairs */
    VerifyCommand(Asked.ExportsFactory factory) {
        this.factory = factory;
    }

    @Override
    public String name() {
        return "verify";
    }

    @Override
    public String summary() {
        return "hold the tables against the source, their files and their metadata; exit code 3 where they differ";
    }

    @Override
    public String help(Invocation invocation, List<Command> commands) {
        Dataset dataset = DatasetChoice.read(invocation.first()).dataset();
        String program = invocation.console().program();
        Page page = new Page()
                .heading("NAME")
                .paragraph("exporter verify - " + summary())
                .heading("SYNOPSIS")
                .example("exporter verify [--offline | --counts | --repair] [OPTION]...")
                .heading("DESCRIPTION")
                .paragraph("Reads every row of the tables and of the source and compares them, partition by partition: "
                        + "numbers of rows, content hashes, SHA-256 of the files, bounds and null counts. Then it asks "
                        + "what must hold within the tables: no rows of other partitions, no id twice, a block for each "
                        + "transaction, a transaction for each tag, as many of them as their rows say. Where something "
                        + "differs it names table, partition, file and rows, and ends with exit code 3.")
                .paragraph("Rows that the source has pruned since their export are information, and so are "
                        + dataset.range().unit() + "s that have no row in the source either. It writes nothing, takes "
                        + "no lock, and can run beside exports: what they commit meanwhile is not seen.")
                .paragraph(
                        "--repair exports again exactly the partitions that differ, from the source as it is now, and "
                                + "verifies again. A repair that was interrupted goes on first, or is given up with "
                                + "--fresh. The rules of every export hold: rows that the source has pruned stay, and where other rows would be lost nothing "
                                + "is changed (exit code 5). With it, the options of an "
                                + "export are taken too; what the tables were made for is kept.")
                .heading("EXAMPLES")
                .example(program + " verify --warehouseDir warehouse")
                .example(program + " verify --offline --json")
                .heading("OPTIONS");
        VerifySettings.of(dataset).forEach(page::option);
        return ExitCodes.section(page, "the same command", List.of(ExitCode.values()))
                .text();
    }

    @Override
    public ExitCode run(Invocation invocation) {
        DatasetChoice choice = DatasetChoice.read(invocation.first());
        List<Setting> settings = VerifySettings.withExport(choice.dataset());
        Values values = invocation.values(settings, OptionParser.Unknown.REFUSED);
        VerifySettings.requireUse(choice.dataset(), values);
        VerifyRequest request = VerifySettings.request(choice.dataset(), values);
        Asked.prepareNativeLibraries(values);
        Console console = invocation.console();
        VerifyReport report = values.isSet("repair")
                ? repaired(choice, values, request, console)
                : verified(choice, request, console);
        VerifyPage page = new VerifyPage(report);
        if (invocation.isJson()) {
            page.printJson(console.out());
        } else {
            page.printText(console.out());
        }
        return report.exitCode();
    }

    private static VerifyReport verified(DatasetChoice choice, VerifyRequest request, Console console) {
        try (VerifyProgress progress = new VerifyProgress(console.terminal(), console.err(), console.nanos())) {
            return new Verifying().verify(choice.dataset(), request, progress);
        }
    }

    private VerifyReport repaired(DatasetChoice choice, Values values, VerifyRequest request, Console console) {
        try (Notice notice = Notice.by(values, console)) {
            goOn(choice, values, console, notice);
            VerifyReport report = verified(choice, request, console);
            if (report.differentPartitions().isEmpty()) {
                return report;
            }
            report.differences().forEach(difference -> console.err().println("different: " + difference.text()));
            repair(choice, values, report, console, notice);
            return verified(choice, request, console);
        }
    }

    private Repairs repairs(Values values, Console console) {
        return new Repairs(factory.exports(JobRepositories.password(values, console.environment()::get)));
    }

    /** One that was interrupted may be past the point where a difference is to be seen, and not be done all the same. */
    private void goOn(DatasetChoice choice, Values values, Console console, Notice notice) {
        Repairs repairs = repairs(values, console);
        ExportRequest request = VerifySettings.export(choice, values);
        if (request.onInterrupted() == ExportRequest.OnInterrupted.FRESH) {
            repairs.giveUp(choice.dataset(), request);
        } else if (repairs.isInterrupted(choice.dataset(), request)) {
            repair(console, notice, progress -> repairs.resume(choice.dataset(), request, values.given(), progress));
        }
    }

    private void repair(DatasetChoice choice, Values values, VerifyReport report, Console console, Notice notice) {
        Repairs repairs = repairs(values, console);
        ExportRequest request = VerifySettings.export(choice, values);
        repair(
                console,
                notice,
                progress -> repairs.repair(choice.dataset(), report, request, values.given(), progress));
    }

    private static void repair(Console console, Notice notice, Function<Progress, ExportReport> work) {
        ExportReport repaired;
        try (Progress progress = Progress.on(console.terminal(), console.err(), console.nanos())) {
            repaired = work.apply(progress);
        }
        notice.of(repaired);
        repaired.error().ifPresent(problem -> {
            throw new ExporterException(repaired.exitCode(), problem, null);
        });
        if (repaired.exitCode() != ExitCode.DONE) {
            throw new ExporterException(
                    repaired.exitCode(),
                    new Problem("stopped", "the repair was stopped", "", "The same command goes on with it"),
                    null);
        }
    }
}

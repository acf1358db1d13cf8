package dev.exporter.cli;

import dev.exporter.cli.Asked.RequestForm;
import dev.exporter.cli.options.reading.DatasetChoice;
import dev.exporter.cli.options.settings.SyncSettings;
import dev.exporter.cli.page.JsonResult;
import dev.exporter.cli.page.Summary;
import dev.exporter.cli.page.SyncPage;
import dev.exporter.cli.progress.Progress;
import dev.exporter.cli.progress.WarningLines;
import dev.exporter.operations.ExportReport;
import dev.exporter.operations.Syncing;
import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ProgressListener;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code exporter sync}: exports what the tables lack, once or again and again. */
final class SyncCommand implements Command {
    @Override
    public String name() {
        return "sync";
    }

    @Override
    public String summary() {
        return "export what is new or has changed since the last time, once or every so often";
    }

    @Override
    public String help(Invocation invocation, List<Command> commands) {
        Dataset dataset = DatasetChoice.read(invocation.first()).dataset();
        return SyncPage.help(dataset, invocation.console().program(), summary(), SyncSettings.of(dataset));
    }

    @Override
    public ExitCode run(Invocation invocation) {
        RequestForm form = SyncSettings::request;
        Asked asked = Asked.by(invocation, SyncSettings::of, form);
        Dataset dataset = asked.choice().dataset();
        Optional<Duration> every = SyncSettings.every(asked.values());
        Syncing syncing = new Syncing(
                dataset,
                SyncSettings.rules(dataset, asked.values()),
                asked.values().given(),
                asked.password());
        Notice notice = Notice.by(asked.values(), invocation.console());
        Asked.prepareNativeLibraries(asked.values());
        Shown shown = every.isPresent() ? new Lines(invocation, notice) : new Pages(invocation, notice);
        ExitCode exitCode = syncing.run(asked.request(), every, shown);
        if (invocation.isJson()) {
            shown.report()
                    .ifPresent(report -> JsonResult.print(
                            report.withExitCode(exitCode), invocation.console().out()));
        }
        notice.close();
        return exitCode;
    }

    /** Shows cycles, and keeps the report of the last one. */
    private abstract static class Shown implements Syncing.Listener {
        private final Notice notice;
        private @Nullable ExportReport last;

        Shown(Notice notice) {
            this.notice = notice;
        }

        @Override
        public void ended(Syncing.Cycle cycle) {
            last = cycle.report();
            show(cycle);
            // A cycle that had nothing to do is no news.
            if (cycle.report().runId().isPresent() || cycle.report().error().isPresent()) {
                notice.of(cycle.report());
            }
        }

        abstract void show(Syncing.Cycle cycle);

        Optional<ExportReport> report() {
            return Optional.ofNullable(last);
        }
    }

    /** One line a cycle, beside warnings. */
    private static final class Lines extends Shown {
        private final Console console;

        private Lines(Invocation invocation, Notice notice) {
            super(notice);
            this.console = invocation.console();
        }

        @Override
        public ProgressListener begins() {
            return new WarningLines(console.err());
        }

        @Override
        void show(Syncing.Cycle cycle) {
            console.err().println(SyncPage.line(cycle, Instant.now()));
            console.err().flush();
        }
    }

    /** As an export is shown. */
    private static final class Pages extends Shown {
        private final Invocation invocation;
        private Optional<Progress> progress = Optional.empty();

        private Pages(Invocation invocation, Notice notice) {
            super(notice);
            this.invocation = invocation;
        }

        @Override
        public ProgressListener begins() {
            Console console = invocation.console();
            Progress begun = Progress.on(console.terminal(), console.err(), console.nanos());
            progress = Optional.of(begun);
            return begun;
        }

        @Override
        void show(Syncing.Cycle cycle) {
            progress.ifPresent(Progress::close);
            Console console = invocation.console();
            new Summary(console.err(), console.program()).printCycle(cycle);
        }
    }
}

package dev.exporter.cli;

import dev.exporter.cli.options.Values;
import dev.exporter.cli.options.settings.JobSettings;
import dev.exporter.cli.page.JobsPage;
import dev.exporter.operations.control.Control;
import dev.exporter.operations.jobs.JobFilter;
import dev.exporter.operations.jobs.JobPage;
import dev.exporter.operations.jobs.RunState;
import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExporterException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code exporter jobs}: the jobs of a job repository. */
final class JobsCommand extends JobCommand {
    private static final List<String> STATES =
            Arrays.stream(RunState.values()).map(RunState::text).toList();

    JobsCommand() {
        super(JobSettings.jobs());
    }

    @Override
    public String name() {
        return "jobs";
    }

    @Override
    public String summary() {
        return "list exports that are under way, have ended or were interrupted";
    }

    @Override
    void check(Values values) {
        JobSettings.states(values, STATES);
        JobSettings.limit(values);
        if (!values.arguments().isEmpty()) {
            throw ExporterException.refused(
                    "argument-unknown",
                    "jobs takes no argument, but there is '"
                            + values.arguments().get(0) + "'",
                    "",
                    "exporter status shows one job");
        }
    }

    @Override
    ExitCode run(Invocation invocation, Values values, Control control) {
        control.requireRepository();
        Set<RunState> states = JobSettings.states(values, STATES).stream()
                .map(text -> RunState.valueOf(text.toUpperCase(Locale.ROOT)))
                .collect(Collectors.toSet());
        JobPage page = control.jobs()
                .list(new JobFilter(states, Optional.empty()), Optional.empty(), JobSettings.limit(values));
        JobsPage shown = new JobsPage(invocation.console().out());
        if (invocation.isJson()) {
            shown.printJson(page);
        } else {
            shown.printText(page, !states.isEmpty());
        }
        return ExitCode.DONE;
    }

    @Override
    String synopsis() {
        return "jobs [--state STATE,...] [OPTION]...";
    }

    @Override
    String description() {
        return "Lists the runs of a job repository, whoever has started them, newest first: the number of the last"
                + " execution, state, dataset and range, partitions that are done, rows, and when it began. A run is"
                + " interrupted where the repository has it under way but no process holds its range any more. It writes"
                + " nothing and can run beside exports. Where there is no job repository, it is refused (exit code 2).";
    }

    @Override
    List<String> examples(String program) {
        return List.of(
                program + " jobs",
                program + " jobs --state failed,interrupted,stopped",
                program + " jobs --jobRepository jdbc:postgresql://host/exporter?user=exporter --json");
    }
}

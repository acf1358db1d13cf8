package dev.exporter.cli;

import dev.exporter.cli.options.Arguments;
import dev.exporter.cli.options.OptionParser;
import dev.exporter.cli.options.Values;
import dev.exporter.cli.options.settings.ExportSettings;
import dev.exporter.cli.options.settings.JobSettings;
import dev.exporter.cli.options.settings.NotifySettings;
import dev.exporter.cli.page.ShellText;
import dev.exporter.operations.control.Control;
import dev.exporter.operations.jobs.Action;
import dev.exporter.operations.jobs.JobDetail;
import dev.exporter.operations.jobs.Offer;
import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code exporter resume}: goes on with an interrupted export, here, without having to know how it was started. */
final class ResumeCommand extends JobCommand {
    /** What is not kept with a run, since it is or may hold a secret. */
    private static final List<String> NOT_KEPT = List.of("passwordFile", "notify", "notifySecretFile");

    private final List<Command> others;

    /** @param others the commands that exports can have been started by */
    ResumeCommand(Command... others) {
        super(JobSettings.resume());
        this.others = List.of(others);
    }

    @Override
    public String name() {
        return "resume";
    }

    @Override
    public String summary() {
        return "go on with an export that was stopped, interrupted or has failed, without repeating its options";
    }

    @Override
    void check(Values values) {
        JobSettings.job(values);
        NotifySettings.address(values);
    }

    @Override
    ExitCode run(Invocation invocation, Values values, Control control) {
        long execution = control.jobs().find(JobSettings.job(values));
        JobDetail job = control.jobs().job(execution).orElseThrow();
        Optional<Offer> offer = Stream.of(Action.RESUME, Action.RECOVER)
                .flatMap(action -> job.offers().stream().filter(one -> one.action() == action))
                .filter(Offer::available)
                .findFirst();
        Optional<List<String>> line = control.steering().commandLine(execution, Action.RESUME, Optional.empty());
        if (offer.isEmpty() || line.isEmpty()) {
            throw ExporterException.refused(
                    "action-refused",
                    "job " + execution + " cannot be resumed: "
                            + (offer.isEmpty() ? reason(job) : "its options were not kept"),
                    "",
                    offer.isEmpty()
                            ? invocation.console().program() + " status " + execution + " shows what can be done"
                            : "To go on, " + Problem.RUN_WHAT_STARTED_IT);
        }
        control.steering().note(execution, offer.get().action(), actor());
        control.close(); // what goes on has connections of its own
        invocation.console().err().println("  " + invocation.console().program() + " " + ShellText.line(line.get()));
        return command(line.get()).run(invocation(invocation, values, line.get()));
    }

    private static String reason(JobDetail job) {
        return job.offers().stream()
                .filter(offer -> offer.action() == Action.RESUME)
                .map(Offer::reason)
                .findFirst()
                .orElse("");
    }

    private Command command(List<String> line) {
        return others.stream()
                .filter(command -> command.name().equals(line.get(0)))
                .findFirst()
                .orElseThrow();
    }

    private static Invocation invocation(Invocation invocation, Values values, List<String> line) {
        List<String> whole = new ArrayList<>(line);
        for (String name : NOT_KEPT) {
            values.value(name).ifPresent(value -> whole.add("--" + name + "=" + value.text()));
        }
        boolean isElsewhere = line.stream().noneMatch(argument -> argument.startsWith("--nativeDir="));
        values.value("nativeDir")
                .filter(directory -> isElsewhere)
                .ifPresent(directory -> whole.add("--nativeDir=" + directory.text()));
        if (invocation.isJson()) {
            whole.add("--json");
        }
        Arguments arguments = Arguments.of(whole);
        Values first = new OptionParser(ExportSettings.first(), OptionParser.Unknown.IGNORED)
                .parse(arguments, invocation.console().environment()::get);
        return new Invocation(whole, arguments, first, invocation.console());
    }

    @Override
    String synopsis() {
        return "resume JOB [OPTION]...";
    }

    @Override
    String description() {
        return "Goes on with a run in this process, as export --resume does with all of its options but --notify,"
                + " which is not kept: give it here, or by the environment. JOB is the number of"
                + " an execution or the first characters of the run's id. A run whose process died is recovered first.";
    }

    @Override
    List<String> examples(String program) {
        return List.of(program + " resume 12", program + " resume 01k8 --json");
    }
}

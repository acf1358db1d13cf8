package dev.exporter.cli;

import dev.exporter.cli.options.Values;
import dev.exporter.cli.options.settings.JobSettings;
import dev.exporter.cli.page.StatusPage;
import dev.exporter.operations.control.Control;
import dev.exporter.operations.jobs.JobDetail;
import dev.exporter.operations.jobs.JobFilter;
import dev.exporter.operations.jobs.JobSummary;
import dev.exporter.operations.jobs.Jobs;
import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExporterException;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** {@code exporter status}: one job, once or until it has ended. */
final class StatusCommand extends JobCommand {
    private static final String CLEAR = "\033[H\033[J";

    StatusCommand() {
        super(JobSettings.status());
    }

    @Override
    public String name() {
        return "status";
    }

    @Override
    public String summary() {
        return "show how far an export is, why it failed, and what can be done about it";
    }

    @Override
    void check(Values values) {
        JobSettings.every(values);
        if (!values.arguments().isEmpty()) {
            JobSettings.job(values);
        }
    }

    @Override
    ExitCode run(Invocation invocation, Values values, Control control) {
        long execution = execution(values, control.jobs());
        boolean isWatching = values.isSet("watch");
        PrintStream out = invocation.console().out();
        JobDetail job = job(control.jobs(), execution);
        boolean isRedrawn = isWatching && !invocation.isJson() && System.console() != null;
        while (isWatching && job.summary().state().isUnderWay()) {
            if (isRedrawn) {
                out.print(CLEAR + new StatusPage(job, invocation.console().program()).text());
            } else if (!invocation.isJson()) {
                out.println(StatusPage.line(job.summary()));
            }
            out.flush();
            LockSupport.parkNanos(JobSettings.every(values).toNanos());
            job = job(control.jobs(), execution);
        }
        StatusPage page = new StatusPage(job, invocation.console().program());
        if (invocation.isJson()) {
            page.printJson(out);
        } else {
            out.print((isRedrawn ? CLEAR : "") + page.text());
        }
        out.flush();
        return ExitCode.DONE;
    }

    /** The job that is named, or else the newest one, of those under way if there are any. */
    private static long execution(Values values, Jobs jobs) {
        if (!values.arguments().isEmpty()) {
            return jobs.find(JobSettings.job(values));
        }
        List<JobSummary> latest = jobs.list(JobFilter.ALL, Optional.empty(), 20).jobs();
        return latest.stream()
                .filter(job -> job.state().isUnderWay())
                .findFirst()
                .or(() -> latest.stream().findFirst())
                .map(JobSummary::executionId)
                .orElseThrow(() -> ExporterException.refused(
                        "no-jobs",
                        "there are no jobs in this job repository, or there is none yet",
                        "--stagingDir, --jobRepository",
                        "An export makes it; name the place where exports keep theirs"));
    }

    private static JobDetail job(Jobs jobs, long execution) {
        return jobs.job(execution)
                .orElseThrow(() -> ExporterException.refused("job-unknown", "the job is gone", "", ""));
    }

    @Override
    String synopsis() {
        return "status [JOB] [--watch] [OPTION]...";
    }

    @Override
    String description() {
        return "Shows a run: its state, the partitions by state, rows, speed, the time that remains, each stage, each"
                + " attempt, why it failed, and what can be done now. JOB is the number of an execution or the first"
                + " characters of the run's id; without it, the newest run that is under way, or the newest one. It"
                + " writes nothing and can run beside exports.";
    }

    @Override
    List<String> examples(String program) {
        return List.of(program + " status", program + " status 12 --watch", program + " status 01k8 --json");
    }
}

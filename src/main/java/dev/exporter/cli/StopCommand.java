package dev.exporter.cli;

import dev.exporter.cli.options.settings.JobSettings;
import dev.exporter.operations.jobs.Action;
import java.util.List;

/** {@code exporter stop}: asks a running export to stop. */
final class StopCommand extends ActionCommand {
    StopCommand() {
        super(JobSettings.plain(), Action.STOP);
    }

    @Override
    public String name() {
        return "stop";
    }

    @Override
    public String summary() {
        return "ask a running export to stop at its next files, so that it can be resumed";
    }

    @Override
    String description() {
        return "Asks the process of a run to stop, by the job repository: within a second it does as on SIGTERM, ends the"
                + " files that it is writing, and exits with code 143. What is being committed is finished first. The"
                + " process may run on another machine. It does not wait for the end; status --watch does.";
    }

    @Override
    List<String> examples(String program) {
        return List.of(program + " stop 12", program + " stop 12 && " + program + " status 12 --watch");
    }
}

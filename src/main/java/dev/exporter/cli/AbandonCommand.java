package dev.exporter.cli;

import dev.exporter.cli.options.settings.JobSettings;
import dev.exporter.operations.jobs.Action;
import java.util.List;

/** {@code exporter abandon}: gives up a run that is not finished. */
final class AbandonCommand extends ActionCommand {
    AbandonCommand() {
        super(JobSettings.plain(), Action.ABANDON);
    }

    @Override
    public String name() {
        return "abandon";
    }

    @Override
    public String summary() {
        return "give up an export that is not finished: remove what it has written and not committed";
    }

    @Override
    String description() {
        return "Removes the staging of a run that was stopped, interrupted or has failed, and the files that it has"
                + " published and not committed, and notes that it was given up. The tables stay as they are. A run that"
                + " has committed to a table can only be finished: resume it.";
    }

    @Override
    List<String> examples(String program) {
        return List.of(program + " abandon 12");
    }
}

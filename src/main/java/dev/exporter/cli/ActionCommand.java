package dev.exporter.cli;

import dev.exporter.cli.options.Setting;
import dev.exporter.cli.options.Values;
import dev.exporter.cli.options.settings.JobSettings;
import dev.exporter.cli.page.ActionPage;
import dev.exporter.operations.control.Control;
import dev.exporter.operations.jobs.Action;
import dev.exporter.operations.steering.ActionResult;
import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExporterException;
import java.util.List;
import java.util.Optional;

/** A command that does one thing to one job. */
abstract class ActionCommand extends JobCommand {
    private final Action action;

    ActionCommand(List<Setting> settings, Action action) {
        super(settings);
        this.action = action;
    }

    @Override
    final void check(Values values) {
        JobSettings.job(values);
    }

    @Override
    final ExitCode run(Invocation invocation, Values values, Control control) {
        long execution = control.jobs().find(JobSettings.job(values));
        ActionResult result = control.steering().act(execution, action, Optional.empty(), actor());
        if (!result.accepted()) {
            throw ExporterException.refused(
                    "action-refused",
                    "job " + execution + ": " + result.message(),
                    "",
                    invocation.console().program() + " status " + execution + " shows what can be done");
        }
        ActionPage page = new ActionPage(invocation.console().out());
        if (invocation.isJson()) {
            page.printJson(result);
        } else {
            page.printText(result);
        }
        return ExitCode.DONE;
    }

    @Override
    final String synopsis() {
        return name() + " JOB [OPTION]...";
    }
}

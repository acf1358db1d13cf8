package dev.exporter.cli;

import dev.exporter.cli.options.Values;
import dev.exporter.cli.options.reading.JobRepositories;
import dev.exporter.cli.options.settings.UpkeepSettings;
import dev.exporter.cli.page.UpkeepPage;
import dev.exporter.operations.Recovering;
import dev.exporter.plan.ExporterException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code exporter recover}: ends runs whose job repository or staging is lost. */
final class RecoverCommand extends UpkeepCommand {
    RecoverCommand() {
        super(UpkeepSettings.recover());
    }

    @Override
    public String name() {
        return "recover";
    }

    @Override
    public String summary() {
        return "end runs whose job repository is lost: finish those that have committed, roll back the others";
    }

    @Override
    void run(Invocation invocation, Values values) {
        Recovering recovering = new Recovering(
                UpkeepSettings.warehouse(values),
                UpkeepSettings.staging(values),
                JobRepositories.password(values, invocation.console().environment()::get),
                values.isSet("repositoryLost"));
        Optional<String> run = UpkeepSettings.run(values);
        List<Recovering.Run> found = recovering.list(run);
        if (run.isPresent() && found.isEmpty()) {
            throw ExporterException.refused(
                    "run-unknown",
                    "there is no unfinished run " + run.get(),
                    UpkeepSettings.warehouse(values).toString(),
                    "recover without --run lists all");
        }
        UpkeepPage page = new UpkeepPage(invocation.console().out(), invocation.isJson());
        boolean isDryRun = !values.isSet("yes");
        // Said before it is done, so that it is known even if it fails.
        page.listRuns(found, isDryRun);
        List<String> done = new ArrayList<>();
        if (!isDryRun) {
            recovering.recover(run, sentence -> {
                done.add(sentence);
                page.say(sentence);
            });
        }
        page.endRuns(found, isDryRun, done);
    }

    @Override
    String description() {
        return "An interrupted run is continued by export --resume. Where the job repository that knows how far it got"
                + " is lost, the warehouse's file of the run is enough to end it: a run that has committed to a table"
                + " is finished, one that has not is rolled back, and of one that has published nothing the staging is"
                + " removed. A run that is under way, or that its job repository can go on with, is left. One that has"
                + " committed to a table, while another writer changed the next one, can never be finished: named by --run,"
                + " it is given up, and its ranges are to be exported anew. Without --yes it is only said what would be"
                + " done; with it, a run that is named by --run and left makes the command fail.";
    }
}

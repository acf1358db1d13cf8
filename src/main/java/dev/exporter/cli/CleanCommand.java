package dev.exporter.cli;

import dev.exporter.cli.options.Values;
import dev.exporter.cli.options.reading.JobRepositories;
import dev.exporter.cli.options.settings.TableSettings;
import dev.exporter.cli.options.settings.UpkeepSettings;
import dev.exporter.cli.page.UpkeepPage;
import dev.exporter.operations.Cleaning;
import dev.exporter.plan.ExitCode;
import java.time.Duration;
import java.util.List;

/** {@code exporter clean}: removes what interrupted and abandoned runs have left. */
final class CleanCommand extends UpkeepCommand {
    CleanCommand() {
        super(UpkeepSettings.clean());
    }

    @Override
    public String name() {
        return "clean";
    }

    @Override
    public String summary() {
        return "remove staging of ended runs and files of the warehouse that nothing refers to";
    }

    /** What another process holds it leaves alone. */
    @Override
    List<ExitCode> exitCodes() {
        return List.of(ExitCode.DONE, ExitCode.FAILED, ExitCode.REFUSED);
    }

    @Override
    void run(Invocation invocation, Values values) {
        Cleaning cleaning = new Cleaning(
                new Cleaning.Place(
                        UpkeepSettings.warehouse(values),
                        TableSettings.location(values),
                        TableSettings.namespace(values),
                        UpkeepSettings.staging(values),
                        UpkeepSettings.jobRepository(values)),
                JobRepositories.password(values, invocation.console().environment()::get));
        Duration minAge = UpkeepSettings.minAge(values);
        boolean isDryRun = !values.isSet("yes");
        new UpkeepPage(invocation.console().out(), invocation.isJson())
                .listItems(isDryRun ? cleaning.list(minAge) : cleaning.remove(minAge), isDryRun);
    }

    @Override
    String description() {
        return "Lists folders in staging of runs that are done or given up, and data files, manifests, inventories and"
                + " temporary files in the warehouse that no retained snapshot and no unfinished run names; --yes"
                + " removes those that an earlier call has seen at least --minAge ago. Age counts from the first time"
                + " that clean saw a thing not to be needed, so that the first call removes nothing unless --minAge is"
                + " 0s. Files of expired snapshots stay for the --grace that maintain was given, too. The job repository,"
                + " files of unfinished runs, tables of other programs and whatever a symbolic link leads to are never"
                + " touched.";
    }
}

package dev.exporter.cli;

import dev.exporter.cli.options.Values;
import dev.exporter.cli.options.settings.MaintainSettings;
import dev.exporter.cli.options.settings.TableSettings;
import dev.exporter.cli.options.settings.UpkeepSettings;
import dev.exporter.cli.page.MaintainPage;
import dev.exporter.operations.Maintaining;
import dev.exporter.plan.ExporterException;

/** {@code exporter maintain}: compacts, expires, and removes what is not needed. */
final class MaintainCommand extends UpkeepCommand {
    MaintainCommand() {
        super(MaintainSettings.all());
    }

    @Override
    public String name() {
        return "maintain";
    }

    @Override
    public String summary() {
        return "keep tables small: compact files, expire snapshots, rewrite manifests, remove orphans";
    }

    @Override
    void run(Invocation invocation, Values values) {
        if (values.isSet("wait") && !values.isSet("yes")) {
            throw ExporterException.refused(
                    "option-conflict",
                    "--wait needs --yes",
                    "--wait",
                    "Give both, or neither to see what would be done");
        }
        Maintaining maintaining = new Maintaining(
                new Maintaining.Place(
                        UpkeepSettings.warehouse(values),
                        TableSettings.location(values),
                        TableSettings.namespace(values),
                        UpkeepSettings.staging(values),
                        MaintainSettings.dataset(values)),
                new Maintaining.Keep(
                        MaintainSettings.keepSnapshots(values),
                        MaintainSettings.keepAge(values),
                        MaintainSettings.grace(values),
                        MaintainSettings.minAge(values)),
                new Maintaining.Files(
                        MaintainSettings.maxFileRows(values),
                        MaintainSettings.maxFileBytes(values),
                        MaintainSettings.rowGroupRows(values)),
                new Maintaining.Limits(MaintainSettings.parallelism(values), TableSettings.memoryBytes(values)),
                line -> {
                    invocation.console().err().println(line);
                    invocation.console().err().flush();
                });
        new MaintainPage(invocation.console().out(), invocation.isJson())
                .print(maintaining.run(doing(values)), MaintainSettings.grace(values));
    }

    private static Maintaining.Doing doing(Values values) {
        if (!values.isSet("yes")) {
            return Maintaining.Doing.NOTHING;
        }
        return values.isSet("wait") ? Maintaining.Doing.EVERYTHING_AND_WAIT : Maintaining.Doing.EVERYTHING;
    }

    @Override
    String description() {
        return "Rewrites the files of partitions that have more of them than --maxFileRows and --maxFileBytes ask for, or"
                + " files of several exports, into fewer that are sorted throughout; joins scattered manifests; takes"
                + " old snapshots from the tables; and removes files that no snapshot and no unfinished run names. No row"
                + " changes, which is checked by content hashes before anything is committed. Exports and readers can"
                + " work at the same time: partitions that an export holds, or an interrupted one needs, are left, and"
                + " an export that asks for a partition which is just being rewritten ends with exit code 4. A snapshot"
                + " goes when it is none of the newest --keepSnapshots, was not current within --keepDays and --grace,"
                + " and no unfinished run needs it; its files go when --grace is over, by a later call or with --wait,"
                + " but never before the end of a longer one that they expired under."
                + " Without --yes it is only said what would be done.";
    }
}

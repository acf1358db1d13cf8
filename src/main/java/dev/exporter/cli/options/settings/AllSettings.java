package dev.exporter.cli.options.settings;

import dev.exporter.cli.options.Setting;
import dev.exporter.plan.Dataset;
import java.util.List;
import java.util.stream.Stream;

/** The options of all commands, since one option file may serve them all. */
public final class AllSettings {
    private AllSettings() {}

    /** With those that {@code dataset} brings. Several commands may have options of one name. */
    public static List<Setting> of(Dataset dataset) {
        return Stream.of(
                        ExportSettings.of(dataset),
                        SyncSettings.of(dataset),
                        VerifySettings.of(dataset),
                        TableSettings.query(),
                        TableSettings.files(),
                        JobSettings.jobs(),
                        JobSettings.status(),
                        JobSettings.resume(),
                        UpkeepSettings.recover(),
                        UpkeepSettings.clean(),
                        MaintainSettings.all(),
                        ServeSettings.serve(),
                        ServeSettings.keys(),
                        DemoSettings.all())
                .flatMap(List::stream)
                .toList();
    }
}

package dev.exporter.cli;

import dev.exporter.cli.options.Arguments;
import dev.exporter.cli.options.Group;
import dev.exporter.cli.options.OptionParser;
import dev.exporter.cli.options.Setting;
import dev.exporter.cli.options.Value;
import dev.exporter.cli.options.Values;
import dev.exporter.cli.options.settings.ExportSettings;
import dev.exporter.operations.steering.StartForm;
import dev.exporter.plan.Dataset;
import dev.exporter.plan.DatasetReader;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What can be asked of exports that are started by pages and programs: what the command line can ask, but places. */
final class StartForms {
    private static final List<String> DATASETS = List.of("ario");
    private static final Set<Group> ELSEWHERE = Set.of(Group.PLACES, Group.INFORMATION);
    private static final Set<String> CHOSEN = Set.of("dataset", "jobsDir", "notifySecretFile");

    private StartForms() {}

    /** @param environment gives a variable's value, or null; an option's default may come from one */
    static List<StartForm> builtIn(Function<String, @Nullable String> environment) {
        return DATASETS.stream()
                .map(name -> form(name, DatasetReader.read(name), environment))
                .toList();
    }

    private static StartForm form(String name, Dataset dataset, Function<String, @Nullable String> environment) {
        List<Setting> settings = ExportSettings.of(dataset);
        Values values =
                new OptionParser(settings, OptionParser.Unknown.IGNORED).parse(Arguments.of(List.of()), environment);
        Set<String> required =
                Set.of(dataset.range().startOption(), dataset.range().endOption());
        return new StartForm(
                name,
                settings.stream()
                        .filter(setting -> !ELSEWHERE.contains(setting.group()) && !CHOSEN.contains(setting.name()))
                        .map(setting -> field(setting, values, required))
                        .toList());
    }

    private static StartForm.Field field(Setting setting, Values values, Set<String> required) {
        return new StartForm.Field(
                setting.name(),
                setting.group().heading(),
                setting.label(),
                setting.description(),
                values.value(setting.name()).map(Value::text).orElse(""),
                setting.shownDefault(),
                required.contains(setting.name()));
    }
}

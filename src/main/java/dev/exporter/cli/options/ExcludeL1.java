package dev.exporter.cli.options;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExporterException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The gateway's shorthand {@code --exclude-l1}: neither layer-1 transactions nor their tags. */
public final class ExcludeL1 {
    private static final String NAME = "excludeL1";
    private static final List<String> FLAGS = List.of("includeL1Transactions", "includeL1Tags");

    private ExcludeL1() {}

    /** The option, if {@code dataset} has the two flags that it stands for. */
    public static Optional<Setting> of(Dataset dataset) {
        boolean applies = FLAGS.stream()
                .allMatch(flag -> dataset.options().stream()
                        .anyMatch(option -> option.isFlag() && option.name().equals(flag)));
        return applies
                ? Optional.of(new Setting(
                        NAME,
                        Group.SOURCE,
                        "",
                        "short for --includeL1Transactions=false --includeL1Tags=false",
                        Optional.empty(),
                        new Origin.Default(),
                        ""))
                : Optional.empty();
    }

    /** {@code values} with the two flags in place of the shorthand. */
    static Map<String, Value> translated(Map<String, Value> values) {
        Value shorthand = values.get(NAME);
        if (shorthand == null) {
            return values;
        }
        Map<String, Value> translated = new LinkedHashMap<>(values);
        translated.remove(NAME);
        if (shorthand.text().equals("true")) {
            for (String flag : FLAGS) {
                Value other = values.get(flag);
                if (other != null && other.text().equals("true")) {
                    throw ExporterException.refused(
                            "option-conflict",
                            "--exclude-l1 and --" + flag + " contradict each other",
                            shorthand.origin().text(),
                            "Give one of them");
                }
                translated.put(flag, new Value("false", shorthand.origin()));
            }
        }
        return translated;
    }
}

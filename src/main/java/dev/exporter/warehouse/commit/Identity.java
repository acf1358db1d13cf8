package dev.exporter.warehouse.commit;

import dev.exporter.plan.ExportRequest.OnScope;
import dev.exporter.plan.RunPlan;
import dev.exporter.warehouse.table.RunProperties;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a table keeps from the run that made it: the same in later runs, and in every snapshot's summary.
 *
 * @param properties by their names
 */
record Identity(Map<String, String> properties) {
    private static final Pattern VERSION = Pattern.compile("\\d{1,9}");

    Identity {
        properties = Map.copyOf(properties);
    }

    static Identity of(RunPlan plan) {
        return of(plan.dataset(), plan.datasetVersion(), plan.partitionSize(), plan.scope());
    }

    static Identity of(String dataset, int datasetVersion, long partitionSize, Map<String, String> scope) {
        Map<String, String> identity = new TreeMap<>();
        identity.put(RunProperties.DATASET, dataset);
        identity.put(RunProperties.DATASET_VERSION, Integer.toString(datasetVersion));
        identity.put(RunProperties.PARTITION_SIZE, Long.toString(partitionSize));
        scope.forEach((name, value) -> identity.put(RunProperties.SCOPE + name, value));
        return new Identity(identity);
    }

    /**
     * In what a table's identity is another one than this, a clause each; empty where it is the same, where this one is
     * wider and may be, or where the table's is that of an older version of the dataset.
     *
     * @param table its properties
     */
    List<String> differences(Map<String, String> table, OnScope onScope) {
        Map<String, String> existing = new TreeMap<>();
        table.forEach((name, value) -> {
            if (name.startsWith(RunProperties.SCOPE) || properties.containsKey(name)) {
                existing.put(name, value);
            }
        });
        Set<String> names = new TreeSet<>(existing.keySet());
        names.addAll(properties.keySet());
        return names.stream()
                .filter(name -> !Objects.equals(existing.get(name), properties.get(name)))
                .filter(name -> onScope == OnScope.KEEP || !widens(name, existing.get(name), properties.get(name)))
                .filter(name -> !name.equals(RunProperties.DATASET_VERSION) || !isNewerThan(existing))
                .map(name -> difference(name, existing.get(name), properties.get(name)))
                .toList();
    }

    private static String difference(String name, @Nullable String before, @Nullable String after) {
        return name.equals(RunProperties.DATASET_VERSION) && before != null
                ? "version " + before + " of the dataset has written it, and this is version " + after
                : name.substring("exporter.".length()) + " is " + text(before) + ", not " + text(after);
    }

    /** Whether a table was made for the same dataset, and last written by an older version of it. */
    boolean isNewerThan(Map<String, String> table) {
        @Nullable String before = table.get(RunProperties.DATASET_VERSION);
        @Nullable String after = properties.get(RunProperties.DATASET_VERSION);
        return Objects.equals(table.get(RunProperties.DATASET), properties.get(RunProperties.DATASET))
                && before != null
                && after != null
                && VERSION.matcher(before).matches()
                && Integer.parseInt(before) < Integer.parseInt(after);
    }

    private static boolean widens(String name, @Nullable String before, @Nullable String after) {
        return name.startsWith(RunProperties.SCOPE) && "false".equals(before) && "true".equals(after);
    }

    private static String text(@Nullable String value) {
        return value == null ? "absent" : value;
    }
}

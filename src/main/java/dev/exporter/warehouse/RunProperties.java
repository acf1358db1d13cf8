package dev.exporter.warehouse;

import dev.exporter.plan.Codec;
import dev.exporter.plan.ColumnSpec;
import dev.exporter.plan.ExportRequest.OnScope;
import dev.exporter.plan.RunId;
import dev.exporter.plan.RunPlan;
import dev.exporter.plan.TableSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.iceberg.Schema;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.mapping.MappingUtil;
import org.apache.iceberg.mapping.NameMappingParser;
import org.jspecify.annotations.Nullable;

/** The properties of a table and of a snapshot's summary: their names, and how a run changes them. */
final class RunProperties {
    static final int FORMAT = 1;
    static final String FORMAT_VERSION = "exporter.format-version";
    static final String RUN_ID = "exporter.run-id";
    static final String WAVE = "exporter.wave";
    static final String RANGE = "exporter.range";
    static final String REQUESTED_RANGE = "exporter.requested-range";
    static final String DATASET = "exporter.dataset";
    static final String DATASET_VERSION = "exporter.dataset-version";
    static final String SCOPE = "exporter.scope.";
    static final String PARTITION_SIZE = "exporter.partition-size";
    static final String INVENTORY = "exporter.inventory";
    static final String WATERMARK = "exporter.watermark";
    static final String GAPS = "exporter.gaps";
    static final String RECENT_RUNS = "exporter.recent-runs";

    /** What upkeep a snapshot is of, which changed no row. */
    static final String UPKEEP = "exporter.upkeep";

    private static final int RECENT_RUNS_KEPT = 200;
    private static final Pattern VERSION = Pattern.compile("\\d{1,9}");

    private RunProperties() {}

    /** Those of a table that is made. */
    static Map<String, String> ofNewTable(RunPlan plan, TableSpec table, String keyColumn, Schema schema) {
        Map<String, String> properties = new TreeMap<>(settings());
        properties.putAll(ofColumns(table, keyColumn, schema));
        Codec.Compression compression = plan.request().output().compression();
        properties.put(TableProperties.PARQUET_COMPRESSION, codec(compression.codec()));
        compression
                .level()
                .ifPresent(level -> properties.put(TableProperties.PARQUET_COMPRESSION_LEVEL, Integer.toString(level)));
        properties.put(FORMAT_VERSION, Integer.toString(FORMAT));
        properties.putAll(identity(plan));
        return properties;
    }

    /** Those that follow from a table's columns. */
    static Map<String, String> ofColumns(TableSpec table, String keyColumn, Schema schema) {
        Map<String, String> properties = new TreeMap<>();
        properties.put(TableProperties.DEFAULT_NAME_MAPPING, NameMappingParser.toJson(MappingUtil.create(schema)));
        for (ColumnSpec column : table.columns()) {
            properties.put(
                    TableProperties.METRICS_MODE_COLUMN_CONF_PREFIX + column.name(), metricsMode(column.bounds()));
        }
        // Whatever the dataset says: the bounds of the key tell whether a file is in its partition.
        properties.put(
                TableProperties.METRICS_MODE_COLUMN_CONF_PREFIX + keyColumn, metricsMode(ColumnSpec.Bounds.FULL));
        return properties;
    }

    private static Map<String, String> settings() {
        return Map.of(
                TableProperties.DEFAULT_FILE_FORMAT, "parquet",
                // Without these two, and without merging manifests, 1,000 commits leave 441 MB of metadata.
                TableProperties.METADATA_DELETE_AFTER_COMMIT_ENABLED, "true",
                TableProperties.METADATA_PREVIOUS_VERSIONS_MAX, "10",
                TableProperties.MANIFEST_MIN_MERGE_COUNT, "20",
                // Commits of other ranges may win the race several times in a row; each try takes milliseconds.
                TableProperties.COMMIT_NUM_RETRIES, "30",
                TableProperties.COMMIT_MIN_RETRY_WAIT_MS, "20",
                TableProperties.COMMIT_MAX_RETRY_WAIT_MS, "2000",
                TableProperties.DELETE_MODE, "copy-on-write",
                TableProperties.UPDATE_MODE, "copy-on-write",
                TableProperties.MERGE_MODE, "copy-on-write");
    }

    private static String codec(Codec codec) {
        return codec == Codec.NONE ? "uncompressed" : codec.text();
    }

    /** What {@link #ofNewTable} has written of it. */
    static Codec.Compression compression(Map<String, String> properties) {
        String codec = properties.getOrDefault(TableProperties.PARQUET_COMPRESSION, Codec.ZSTD.text());
        @Nullable String level = properties.get(TableProperties.PARQUET_COMPRESSION_LEVEL);
        return new Codec.Compression(
                codec.equals(codec(Codec.NONE)) ? Codec.NONE : Codec.valueOf(codec.toUpperCase(Locale.ROOT)),
                level == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(level)));
    }

    private static String metricsMode(ColumnSpec.Bounds bounds) {
        return switch (bounds) {
            case NONE -> "counts";
            case SHORT -> "truncate(16)";
            case FULL -> "full";
        };
    }

    static Map<String, String> identity(RunPlan plan) {
        return identity(plan.dataset(), plan.datasetVersion(), plan.partitionSize(), plan.scope());
    }

    /** What a table keeps from the run that made it: the same in later runs, and in every snapshot's summary. */
    static Map<String, String> identity(
            String dataset, int datasetVersion, long partitionSize, Map<String, String> scope) {
        Map<String, String> identity = new TreeMap<>();
        identity.put(DATASET, dataset);
        identity.put(DATASET_VERSION, Integer.toString(datasetVersion));
        identity.put(PARTITION_SIZE, Long.toString(partitionSize));
        scope.forEach((name, value) -> identity.put(SCOPE + name, value));
        return identity;
    }

    /**
     * In what a table's identity is another one, a clause each; empty where it is the same, where it is wider and may be,
     * or where it is that of an older version of the dataset.
     */
    static List<String> differences(Map<String, String> properties, Map<String, String> identity, OnScope onScope) {
        Map<String, String> existing = new TreeMap<>();
        properties.forEach((name, value) -> {
            if (name.startsWith(SCOPE) || identity.containsKey(name)) {
                existing.put(name, value);
            }
        });
        Set<String> names = new TreeSet<>(existing.keySet());
        names.addAll(identity.keySet());
        return names.stream()
                .filter(name -> !Objects.equals(existing.get(name), identity.get(name)))
                .filter(name -> onScope == OnScope.KEEP || !widens(name, existing.get(name), identity.get(name)))
                .filter(name -> !name.equals(DATASET_VERSION) || !isNewer(existing, identity))
                .map(name -> difference(name, existing.get(name), identity.get(name)))
                .toList();
    }

    private static String difference(String name, @Nullable String before, @Nullable String after) {
        return name.equals(DATASET_VERSION) && before != null
                ? "version " + before + " of the dataset has written it, and this is version " + after
                : name.substring("exporter.".length()) + " is " + text(before) + ", not " + text(after);
    }

    /** Whether a table was made for the same dataset, and last written by an older version of it. */
    static boolean isNewer(Map<String, String> properties, Map<String, String> identity) {
        @Nullable String before = properties.get(DATASET_VERSION);
        @Nullable String after = identity.get(DATASET_VERSION);
        return Objects.equals(properties.get(DATASET), identity.get(DATASET))
                && before != null
                && after != null
                && VERSION.matcher(before).matches()
                && Integer.parseInt(before) < Integer.parseInt(after);
    }

    private static boolean widens(String name, @Nullable String before, @Nullable String after) {
        return name.startsWith(SCOPE) && "false".equals(before) && "true".equals(after);
    }

    private static String text(@Nullable String value) {
        return value == null ? "absent" : value;
    }

    /** The summary of a commit's snapshot. */
    static Map<String, String> summary(TableCommit commit) {
        RunPlan plan = commit.plan();
        Map<String, String> summary = new TreeMap<>(identity(plan));
        summary.put(RUN_ID, plan.run().text());
        summary.put(WAVE, Integer.toString(commit.wave().number()));
        summary.put(RANGE, plan.aligned().toString());
        summary.put(REQUESTED_RANGE, plan.requestedRange());
        if (!commit.rewritten().isEmpty()) {
            summary.put(INVENTORY, Inventory.fileName(commit));
        }
        return summary;
    }

    /** The summary of a snapshot that changes no row; the properties of the table stay as the last export left them. */
    static Map<String, String> ofUpkeep(Map<String, String> properties, RunId run, String what) {
        Map<String, String> summary = new TreeMap<>();
        properties.forEach((name, value) -> {
            if (name.startsWith(SCOPE)
                    || Set.of(DATASET, DATASET_VERSION, PARTITION_SIZE).contains(name)) {
                summary.put(name, value);
            }
        });
        summary.put(RUN_ID, run.text());
        summary.put(UPKEEP, what);
        return summary;
    }

    /** The table's properties once the commit is done. */
    static Map<String, String> after(Map<String, String> before, TableCommit commit) {
        Map<String, String> after = new HashMap<>(before);
        after.putAll(identity(commit.plan()));
        after.put(RUN_ID, commit.plan().run().text());
        if (!commit.rewritten().isEmpty()) {
            after.put(INVENTORY, Inventory.fileName(commit));
        }
        List<String> runs = new ArrayList<>(recentRuns(before));
        runs.add(commit.id());
        after.put(
                RECENT_RUNS, String.join(",", runs.subList(Math.max(0, runs.size() - RECENT_RUNS_KEPT), runs.size())));
        Coverage coverage = coverage(before).plus(commit.plan().covers(commit.wave()));
        coverage.watermark().ifPresent(key -> after.put(WATERMARK, Long.toString(key)));
        after.remove(GAPS);
        if (!coverage.gaps().isEmpty()) {
            after.put(GAPS, coverage.gaps());
        }
        return after;
    }

    /** The ids of the commits that the table remembers, oldest first. */
    static List<String> recentRuns(Map<String, String> properties) {
        @Nullable String text = properties.get(RECENT_RUNS);
        return text == null || text.isEmpty() ? List.of() : Arrays.asList(text.split(","));
    }

    static Coverage coverage(Map<String, String> properties) {
        return Coverage.parse(properties.get(WATERMARK), properties.get(GAPS));
    }

    /** The scope, without the prefix. */
    static Map<String, String> scope(Map<String, String> properties) {
        Map<String, String> scope = new TreeMap<>();
        properties.forEach((name, value) -> {
            if (name.startsWith(SCOPE)) {
                scope.put(name.substring(SCOPE.length()), value);
            }
        });
        return scope;
    }
}

package dev.exporter.warehouse.table;

import dev.exporter.plan.Codec;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.RunId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableProperties;
import org.jspecify.annotations.Nullable;

/** The properties of tables and of snapshots' summaries: their names, and what they say. */
public final class RunProperties {
    public static final int FORMAT = 1;
    public static final String FORMAT_VERSION = "exporter.format-version";
    public static final String RUN_ID = "exporter.run-id";
    public static final String WAVE = "exporter.wave";
    public static final String RANGE = "exporter.range";
    public static final String REQUESTED_RANGE = "exporter.requested-range";
    public static final String DATASET = "exporter.dataset";
    public static final String DATASET_VERSION = "exporter.dataset-version";
    public static final String SCOPE = "exporter.scope.";
    public static final String PARTITION_SIZE = "exporter.partition-size";
    public static final String INVENTORY = "exporter.inventory";
    static final String WATERMARK = "exporter.watermark";
    static final String GAPS = "exporter.gaps";

    /** The names of the properties that tell what was exported. */
    public static final Set<String> COVERAGE = Set.of(WATERMARK, GAPS);

    static final String RECENT_RUNS = "exporter.recent-runs";

    /** What upkeep a snapshot is of, which changed no row. */
    public static final String UPKEEP = "exporter.upkeep";

    private static final int RECENT_RUNS_KEPT = 200;

    private RunProperties() {}

    /** Those of how a table's files are compressed. */
    public static Map<String, String> ofCompression(Codec.Compression compression) {
        Map<String, String> properties = new TreeMap<>();
        properties.put(TableProperties.PARQUET_COMPRESSION, codec(compression.codec()));
        compression
                .level()
                .ifPresent(level -> properties.put(TableProperties.PARQUET_COMPRESSION_LEVEL, Integer.toString(level)));
        return properties;
    }

    private static String codec(Codec codec) {
        return codec == Codec.NONE ? "uncompressed" : codec.text();
    }

    /** What {@link #ofCompression} has written. */
    static Codec.Compression compression(Map<String, String> properties) {
        String codec = properties.getOrDefault(TableProperties.PARQUET_COMPRESSION, Codec.ZSTD.text());
        @Nullable String level = properties.get(TableProperties.PARQUET_COMPRESSION_LEVEL);
        return new Codec.Compression(
                codec.equals(codec(Codec.NONE)) ? Codec.NONE : Codec.valueOf(codec.toUpperCase(Locale.ROOT)),
                level == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(level)));
    }

    /**
     * A table's properties once a run has committed to it.
     *
     * @param commit what the table is to remember the commit by
     * @param exported the ranges that the commit is of, with rows or without
     */
    public static Map<String, String> after(
            Map<String, String> before, RunId run, String commit, Collection<KeyRange> exported) {
        Map<String, String> after = new HashMap<>(before);
        after.put(RUN_ID, run.text());
        List<String> runs = new ArrayList<>(recentRuns(before));
        runs.add(commit);
        after.put(
                RECENT_RUNS, String.join(",", runs.subList(Math.max(0, runs.size() - RECENT_RUNS_KEPT), runs.size())));
        Coverage coverage = coverage(before).plus(exported);
        coverage.watermark().ifPresent(key -> after.put(WATERMARK, Long.toString(key)));
        after.remove(GAPS);
        if (!coverage.gaps().isEmpty()) {
            after.put(GAPS, coverage.gaps());
        }
        return after;
    }

    /** The summary of a snapshot that changes no row; the properties of the table stay as the last export left them. */
    public static Map<String, String> ofUpkeep(Map<String, String> properties, RunId run, String what) {
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

    /** The ids of the commits that the table remembers, oldest first. */
    public static List<String> recentRuns(Map<String, String> properties) {
        @Nullable String text = properties.get(RECENT_RUNS);
        return text == null || text.isEmpty() ? List.of() : Arrays.asList(text.split(","));
    }

    /** Whether a table has a commit of a run: remembers it, or retains its snapshot. Many others make it forget the first. */
    public static boolean hasCommitOf(RunId run, TableMetadata metadata) {
        return recentRuns(metadata.properties()).stream().anyMatch(id -> id.startsWith(run.text()))
                || metadata.snapshots().stream()
                        .anyMatch(
                                snapshot -> run.text().equals(snapshot.summary().get(RUN_ID)));
    }

    static Coverage coverage(Map<String, String> properties) {
        return Coverage.parse(properties.get(WATERMARK), properties.get(GAPS));
    }

    /** Those of a table's properties that tell what was exported. */
    public static Map<String, String> ofCoverage(Map<String, String> properties) {
        Map<String, String> coverage = new HashMap<>(properties);
        coverage.keySet().retainAll(COVERAGE);
        return coverage;
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

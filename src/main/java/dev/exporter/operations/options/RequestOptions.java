package dev.exporter.operations.options;

import dev.exporter.plan.Codec;
import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExportRequest;
import dev.exporter.plan.KeyRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The options by which a request would be made again: the reverse of reading them. Values are complete, paths absolute;
 * secrets are not among them, since requests hold none.
 */
public final class RequestOptions {
    private final Dataset dataset;
    private final ExportRequest request;
    private final Map<String, String> options = new LinkedHashMap<>();

    private RequestOptions(Dataset dataset, ExportRequest request) {
        this.dataset = dataset;
        this.request = request;
    }

    /** All options of an export, by name in camel case. */
    public static Map<String, String> of(Dataset dataset, ExportRequest request) {
        return new RequestOptions(dataset, request)
                .range()
                .source()
                .output()
                .places()
                .limits()
                .options;
    }

    /** Those that say which export is meant, and where: what resuming it needs. */
    public static Map<String, String> identity(Dataset dataset, ExportRequest request) {
        RequestOptions identity = new RequestOptions(dataset, request).range().places();
        identity.options.remove(dataset.range().partitionSizeOption());
        identity.options.put("dataset", request.dataset());
        identity.databases();
        return identity.options;
    }

    /** Those of a verification of a part of the range. */
    public static Map<String, String> verification(Dataset dataset, ExportRequest request, KeyRange range) {
        Map<String, String> all = of(dataset, request.withRange(range));
        Map<String, String> chosen = new LinkedHashMap<>();
        List<String> names = new ArrayList<>(List.of(
                "dataset",
                dataset.range().startOption(),
                dataset.range().endOption(),
                "warehouseDir",
                "warehouseLocation",
                "namespace",
                "nativeDir",
                "parallelism",
                "memoryLimit",
                "busyTimeout"));
        dataset.databases().forEach(database -> names.add(database.option()));
        all.forEach((name, value) -> {
            if (names.contains(name)) {
                chosen.put(name, value);
            }
        });
        return chosen;
    }

    /** A command line of options: {@code --name=value}, which no value can be taken for another option in. */
    public static List<String> arguments(Map<String, String> options) {
        List<String> arguments = new ArrayList<>();
        options.forEach((name, value) -> arguments.add("--" + name + "=" + value));
        return arguments;
    }

    private RequestOptions range() {
        options.put(dataset.range().startOption(), Long.toString(request.start()));
        OptionalLong end = request.end();
        options.put(dataset.range().endOption(), end.isPresent() ? Long.toString(end.getAsLong()) : "latest");
        request.partitionSize()
                .ifPresent(size -> options.put(dataset.range().partitionSizeOption(), Long.toString(size)));
        return this;
    }

    private RequestOptions source() {
        options.put("dataset", request.dataset());
        databases();
        for (Dataset.Option option : dataset.options()) {
            options.put(option.name(), request.options().getOrDefault(option.name(), option.value()));
        }
        options.put("source", request.place().source());
        return this;
    }

    private void databases() {
        for (Dataset.Database database : dataset.databases()) {
            Optional.ofNullable(request.databases().get(database.name()))
                    .ifPresent(path -> options.put(database.option(), path.toString()));
        }
    }

    private RequestOptions output() {
        ExportRequest.Output output = request.output();
        options.put("maxFileRows", Long.toString(output.maxFileRows()));
        options.put("maxFileBytes", Long.toString(output.maxFileBytes()));
        Codec.Compression compression = output.compression();
        options.put(
                "compression",
                compression.codec().text()
                        + (compression.level().isPresent()
                                ? ":" + compression.level().getAsInt()
                                : ""));
        options.put("rowGroupSize", Long.toString(output.rowGroupRows()));
        options.put("replace", output.replace().toString());
        return this;
    }

    private RequestOptions places() {
        ExportRequest.Place place = request.place();
        options.put("warehouseDir", place.warehouse().toString());
        place.warehouseLocation().ifPresent(location -> options.put("warehouseLocation", location));
        if (!place.namespace().isEmpty()) {
            options.put("namespace", place.namespace());
        }
        options.put("stagingDir", place.staging().toString());
        options.put("jobRepository", place.jobRepository());
        place.nativeDir().ifPresent(directory -> options.put("nativeDir", directory.toString()));
        return this;
    }

    private RequestOptions limits() {
        ExportRequest.Limits limits = request.limits();
        options.put("parallelism", Integer.toString(limits.parallelism()));
        options.put("memoryLimit", Long.toString(limits.memoryBytes()));
        options.put("busyTimeout", limits.busyTimeout().toMillis() + "ms");
        options.put("maxReadSeconds", seconds(limits.reading().longestPin()));
        options.put("readBy", limits.reading().by().toString());
        options.put("reader", limits.reading().reader().toString());
        limits.reading().spoolBytes().ifPresent(bytes -> options.put("spoolLimit", Long.toString(bytes)));
        request.partitions().commitEvery().ifPresent(every -> options.put("commitEvery", Long.toString(every)));
        switch (limits.verify()) {
            case ROWS -> options.put("verify", "true");
            case COUNTS -> options.put("verifyCount", "true");
            case NOT -> {}
        }
        return this;
    }

    private static String seconds(Duration duration) {
        return java.math.BigDecimal.valueOf(duration.toMillis(), 3)
                .stripTrailingZeros()
                .toPlainString();
    }
}

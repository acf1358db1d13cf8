package dev.exporter.run;

import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExportRequest;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.Reading;
import dev.exporter.plan.RunPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Decides with which options an interrupted run goes on. */
final class Resumption {
    private Resumption() {}

    /**
     * The request that a resumed run follows: what changes its output comes from its plan, how it works comes from the
     * command where the command says so.
     *
     * @param given names of the options that the user gave explicitly, in camel case
     * @throws ExporterException refused, listing the given options whose values differ from the plan's
     */
    static ExportRequest merge(Dataset dataset, ExportRequest asked, RunPlan plan, Set<String> given) {
        ExportRequest planned = plan.request();
        Map<String, String> now = pinned(dataset, asked);
        Map<String, String> then = pinned(dataset, planned);
        // Where the run was not told, the tables or the default have decided.
        then.put(dataset.range().partitionSizeOption(), Long.toString(plan.partitionSize()));
        List<String> differences = new ArrayList<>();
        now.forEach((option, value) -> {
            if (given.contains(option) && !value.equals(then.get(option))) {
                differences.add("--" + option + " " + value + " (the run has " + then.get(option) + ")");
            }
        });
        if (!differences.isEmpty()) {
            throw ExporterException.refused(
                    "options-differ",
                    "the interrupted run was started with other options: " + String.join(", ", differences),
                    "range " + planned.requestedRange(),
                    "Leave these options out, or give the run's values, to continue it; or start over with --fresh");
        }
        ExportRequest.Limits limits = new ExportRequest.Limits(
                given.contains("parallelism")
                        ? asked.limits().parallelism()
                        : planned.limits().parallelism(),
                given.contains("memoryLimit")
                        ? asked.limits().memoryBytes()
                        : planned.limits().memoryBytes(),
                given.contains("busyTimeout")
                        ? asked.limits().busyTimeout()
                        : planned.limits().busyTimeout(),
                new Reading(
                        // The plan has made of these what they are to be.
                        planned.limits().reading().by(),
                        given.contains("reader")
                                ? asked.limits().reading().reader()
                                : planned.limits().reading().reader(),
                        planned.limits().reading().spoolBytes(),
                        given.contains("maxReadSeconds")
                                ? asked.limits().reading().longestPin()
                                : planned.limits().reading().longestPin()),
                given.contains("verify") || given.contains("verifyCount")
                        ? asked.limits().verify()
                        : planned.limits().verify());
        ExportRequest.Place place = new ExportRequest.Place(
                planned.place().warehouse(),
                planned.place().warehouseLocation(),
                planned.place().source(),
                planned.place().namespace(),
                planned.place().staging(),
                asked.place().jobRepository(),
                asked.place().nativeDir());
        return new ExportRequest(
                planned.dataset(),
                planned.start(),
                planned.end(),
                planned.partitionSize(),
                planned.databases(),
                planned.options(),
                planned.output(),
                place,
                limits,
                asked.onInterrupted(),
                planned.onScope(),
                planned.partitions());
    }

    /** The options that change the output, or where the run keeps what it has done, by their names on the command line. */
    private static Map<String, String> pinned(Dataset dataset, ExportRequest request) {
        Map<String, String> options = new LinkedHashMap<>();
        if (request.partitionSize().isPresent()) {
            options.put(
                    dataset.range().partitionSizeOption(),
                    Long.toString(request.partitionSize().getAsLong()));
        }
        dataset.databases()
                .forEach(database -> options.put(
                        database.option(), String.valueOf(request.databases().get(database.name()))));
        dataset.options()
                .forEach(option ->
                        options.put(option.name(), request.options().getOrDefault(option.name(), option.value())));
        ExportRequest.Output output = request.output();
        options.put("maxFileRows", Long.toString(output.maxFileRows()));
        options.put("maxFileBytes", Long.toString(output.maxFileBytes()));
        options.put("rowGroupSize", Long.toString(output.rowGroupRows()));
        options.put("compression", output.compression().codec().text());
        options.put(
                "compressionLevel",
                output.compression().level().isPresent()
                        ? Integer.toString(output.compression().level().getAsInt())
                        : "default");
        options.put("replace", output.replace().toString());
        options.put(
                "commitEvery",
                request.partitions().commitEvery().isPresent()
                        ? Long.toString(request.partitions().commitEvery().getAsLong())
                        : "the whole range");
        options.put("stagingDir", real(request.place().staging()));
        options.put("source", request.place().source());
        options.put("namespace", request.place().namespace());
        options.put("warehouseLocation", request.place().warehouseLocation().orElse("default"));
        return options;
    }

    /** One directory may be named by several links. */
    private static String real(Path directory) {
        try {
            return directory.toRealPath().toString();
        } catch (IOException e) {
            return directory.toString(); // it is not there
        }
    }
}

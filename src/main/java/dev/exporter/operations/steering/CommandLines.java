package dev.exporter.operations.steering;

import dev.exporter.operations.history.RunFinder.Known;
import dev.exporter.operations.jobs.Action;
import dev.exporter.operations.options.RequestOptions;
import dev.exporter.plan.Dataset;
import dev.exporter.plan.DatasetReader;
import dev.exporter.plan.ExportRequest;
import dev.exporter.plan.KeyRange;
import dev.exporter.run.repository.PlanNote;
import dev.exporter.run.sync.SourceChanges;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What to call the program with, for each action that it is called for. */
final class CommandLines {
    /** What this program serves decides, not what is started. */
    private static final Set<String> DECIDED = Set.of(
            "dataset",
            "jobsDir",
            "warehouseDir",
            "warehouseLocation",
            "namespace",
            "stagingDir",
            "jobRepository",
            "passwordFile",
            // which files there are is nobody's business
            "notifySecretFile",
            "nativeDir",
            "json",
            "help",
            "version");

    private CommandLines() {}

    /** Whether an option may be chosen by whoever starts an export. */
    static boolean isFree(String option) {
        return option.matches("[a-z][a-zA-Z0-9]*") && !DECIDED.contains(option);
    }

    /** @param place options that say where everything is */
    static List<String> start(String command, StartRequest request, Map<String, String> place) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("dataset", request.dataset());
        options.putAll(request.options());
        options.putAll(place);
        return line(command, options);
    }

    /** Empty where the run's options were not kept. */
    static Optional<List<String>> of(Known run, Action action, Optional<String> partition) {
        String id = Long.toString(run.executionId());
        return switch (action) {
            case STOP -> Optional.of(List.of("stop", id));
            case ABANDON -> Optional.of(List.of("abandon", id));
            case RESUME, RECOVER -> run.plan().map(plan -> resume(plan.request()));
            case VERIFY -> run.plan().map(CommandLines::verify);
            case RETRY_PARTITION -> run.plan().map(plan -> retry(plan, KeyRange.parse(partition.orElseThrow())));
            case MARK_FAILED, START -> Optional.empty();
        };
    }

    private static List<String> resume(ExportRequest request) {
        Dataset dataset = DatasetReader.read(request.dataset());
        Map<String, String> options = RequestOptions.identity(dataset, request);
        Optional<String> purpose = request.partitions().only().map(ExportRequest.Only::purpose);
        if (purpose.isPresent()) {
            if (purpose.get().equals(SourceChanges.PURPOSE)) {
                options.remove(dataset.range().startOption());
                options.remove(dataset.range().endOption());
            }
            return line(purpose.get(), options);
        }
        options.put("resume", "true");
        return line("export", options);
    }

    private static List<String> verify(PlanNote plan) {
        Dataset dataset = DatasetReader.read(plan.request().dataset());
        return line("verify", RequestOptions.verification(dataset, plan.request(), committed(plan)));
    }

    /** Whole partitions, as far as the run's range goes. */
    private static KeyRange committed(PlanNote plan) {
        return new KeyRange(
                plan.request().start(),
                plan.request().end().isPresent() ? plan.request().end().getAsLong() : plan.frozenEnd());
    }

    private static List<String> retry(PlanNote plan, KeyRange partition) {
        Dataset dataset = DatasetReader.read(plan.request().dataset());
        ExportRequest request = plan.request().withRange(partition.intersection(committed(plan)));
        Map<String, String> options = RequestOptions.of(dataset, request);
        options.put("resume", "true");
        return line("export", options);
    }

    /** @param command may be of several words */
    private static List<String> line(String command, Map<String, String> options) {
        List<String> line = new ArrayList<>(List.of(command.split(" ", -1)));
        line.addAll(RequestOptions.arguments(options));
        return line;
    }
}

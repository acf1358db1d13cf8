package dev.exporter.operations.history;

import dev.exporter.operations.history.state.Messages;
import dev.exporter.operations.history.state.Run;
import dev.exporter.operations.history.state.States;
import dev.exporter.operations.history.store.Rows.Execution;
import dev.exporter.operations.history.store.Rows.Step;
import dev.exporter.operations.jobs.JobDetail;
import dev.exporter.operations.jobs.JobDetail.Stage;
import dev.exporter.operations.jobs.RunState;
import dev.exporter.operations.jobs.StepState;
import dev.exporter.operations.options.RequestOptions;
import dev.exporter.plan.DatasetReader;
import dev.exporter.plan.ExportRequest;
import dev.exporter.plan.ExporterException;
import dev.exporter.run.repository.PlanNote;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The parts of a run's details. */
final class Details {
    private Details() {}

    static List<JobDetail.Attempt> attempts(Run run, List<Step> steps) {
        List<JobDetail.Attempt> attempts = new ArrayList<>();
        for (Execution execution : run.executions()) {
            boolean isLast = execution == run.last();
            int completed = (int) steps.stream()
                    .filter(step -> step.execution() == execution.id())
                    .filter(step -> step.isPartition() && step.status().equals("COMPLETED"))
                    .count();
            attempts.add(new JobDetail.Attempt(
                    execution.id(),
                    attempts.size() + 1,
                    isLast ? run.state() : States.ofRun(execution.status(), false),
                    execution.started(),
                    execution.ended(),
                    completed,
                    message(execution, isLast ? run.state() : RunState.FAILED)));
        }
        return attempts;
    }

    private static String message(Execution execution, RunState state) {
        return dev.exporter.run.repository.RunNote.in(execution.message())
                .map(note -> note.problem().map(problem -> problem.message()).orElse(""))
                .or(() -> Messages.reason(execution.message()))
                .orElse(
                        state == RunState.FAILED || state == RunState.INTERRUPTED
                                ? "its process ended without a word"
                                : "");
    }

    /** Those that were begun, and, where the plan is known, those to come. */
    static List<Stage> stages(Run run, List<Step> steps, PartitionTable table, Optional<PlanNote> plan) {
        Map<String, Step> last = new HashMap<>();
        steps.stream().filter(step -> !step.isPartition()).forEach(step -> last.put(step.name(), step));
        List<String> names = new ArrayList<>();
        names.add("plan");
        int waves = plan.map(PlanNote::waves).orElseGet(() -> waves(last));
        for (int wave = 1; wave <= waves; wave++) {
            for (String step : List.of("load", "export", "publish", "commit")) {
                names.add(String.format("%s-%04d", step, wave));
            }
        }
        boolean verifies = plan.map(note -> note.request().limits().verify() != ExportRequest.Verify.NOT)
                .orElse(last.containsKey("verify"));
        if (verifies) {
            names.add("verify");
        }
        names.add("sweep");
        return names.stream()
                .map(name -> stage(run, name, Optional.ofNullable(last.get(name)), table))
                .toList();
    }

    private static int waves(Map<String, Step> last) {
        return (int) last.keySet().stream()
                .filter(name -> name.startsWith("export-"))
                .count();
    }

    private static Stage stage(Run run, String name, Optional<Step> step, PartitionTable table) {
        int dash = name.indexOf('-');
        int wave = dash < 0 ? 0 : Integer.parseInt(name.substring(dash + 1));
        String word = dash < 0 ? name : name.substring(0, dash);
        StepState state = step.map(one -> States.ofStep(
                        one,
                        run.state().isUnderWay()
                                && one.execution() == run.last().id()))
                .orElse(StepState.PENDING);
        double progress = state == StepState.COMPLETED ? 1 : 0;
        if (word.equals("export") && state != StepState.COMPLETED) {
            long all = table.all().stream().filter(one -> one.wave() == wave).count();
            long completed = table.all().stream()
                    .filter(one -> one.wave() == wave && one.state() == StepState.COMPLETED)
                    .count();
            progress = all == 0 ? 0 : (double) completed / all;
        }
        if (word.equals("load") && state != StepState.COMPLETED) {
            progress = step.map(one -> Messages.loaded(one.message())).orElse(0.0);
        }
        return new Stage(word, wave, state, step.flatMap(Step::started), step.flatMap(Step::ended), progress);
    }

    static JobDetail.Plan plan(PlanNote note) {
        return new JobDetail.Plan(
                note.planned(),
                note.partitionSize(),
                note.partitions(),
                note.waves(),
                note.tables(),
                note.scanned(),
                settings(note.request()));
    }

    private static Map<String, String> settings(ExportRequest request) {
        try {
            return RequestOptions.of(DatasetReader.read(request.dataset()), request);
        } catch (ExporterException e) {
            return new TreeMap<>(request.options()); // its dataset's file is gone
        }
    }
}

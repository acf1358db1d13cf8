package dev.exporter.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.exporter.api.json.JobJson;
import dev.exporter.api.json.LogJson;
import dev.exporter.api.json.PartitionJson;
import dev.exporter.operations.jobs.JobFilter;
import dev.exporter.operations.jobs.Jobs;
import dev.exporter.operations.jobs.PartitionFilter;
import dev.exporter.operations.jobs.RunState;
import dev.exporter.operations.jobs.StepState;
import dev.exporter.web.problem.HttpProblemException;
import java.util.Locale;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

/** Jobs and their partitions, for reading. */
@Controller
@ResponseBody
@RequestMapping(path = "/api/v1", produces = "application/json")
final class JobsController {
    private static final int MOST_BUCKETS = 500;

    private final Jobs jobs;

    JobsController(Jobs jobs) {
        this.jobs = jobs;
    }

    @GetMapping("/overview")
    ObjectNode overview() {
        return JobJson.overview(jobs.overview());
    }

    @GetMapping("/jobs")
    ObjectNode list(
            @RequestParam(defaultValue = "") String state,
            @RequestParam(defaultValue = "") String dataset,
            @RequestParam(defaultValue = "") String cursor,
            @RequestParam(defaultValue = Asked.DEFAULT_LIMIT) int limit) {
        JobFilter filter =
                new JobFilter(Asked.choices("state", state, RunState.values(), RunState::text), Asked.text(dataset));
        return JobJson.page(jobs.list(filter, Asked.text(cursor), Asked.limit(limit)));
    }

    @GetMapping("/jobs/{id}")
    ObjectNode job(@PathVariable long id) {
        return JobJson.detail(jobs.job(id).orElseThrow(() -> Asked.noJob(id)));
    }

    @GetMapping("/jobs/{id}/rates")
    ObjectNode rates(@PathVariable long id, @RequestParam(defaultValue = "100") int buckets) {
        Asked.requireJob(jobs, id);
        return JobJson.rates(jobs.rates(id, Math.min(MOST_BUCKETS, Asked.limit(buckets))));
    }

    @GetMapping("/jobs/{id}/partitions")
    ObjectNode partitions(
            @PathVariable long id,
            @RequestParam(defaultValue = "") String state,
            @RequestParam(defaultValue = "key") String order,
            @RequestParam(defaultValue = "") String cursor,
            @RequestParam(defaultValue = Asked.DEFAULT_LIMIT) int limit) {
        PartitionFilter filter = new PartitionFilter(
                Asked.choices("state", state, StepState.values(), StepState::text),
                Asked.choice("order", order, PartitionFilter.Order.values(), JobsController::text));
        return PartitionJson.page(jobs.partitions(id, filter, Asked.text(cursor), Asked.limit(limit))
                .orElseThrow(() -> Asked.noJob(id)));
    }

    @GetMapping("/jobs/{id}/partitions/{name}")
    ObjectNode partition(@PathVariable long id, @PathVariable String name) {
        return PartitionJson.detail(jobs.partition(id, name)
                .orElseThrow(() -> HttpProblemException.missing("Job " + id + " has no partition " + name)));
    }

    @GetMapping("/log")
    ObjectNode log(
            @RequestParam(defaultValue = "") String cursor,
            @RequestParam(defaultValue = Asked.DEFAULT_LIMIT) int limit) {
        return LogJson.page(jobs.log(Asked.text(cursor), Asked.limit(limit)));
    }

    private static String text(PartitionFilter.Order order) {
        return order.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

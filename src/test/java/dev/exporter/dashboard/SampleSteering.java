package dev.exporter.dashboard;

import dev.exporter.operations.jobs.Action;
import dev.exporter.operations.steering.ActionResult;
import dev.exporter.operations.steering.Actor;
import dev.exporter.operations.steering.Preview;
import dev.exporter.operations.steering.StartForm;
import dev.exporter.operations.steering.StartRequest;
import dev.exporter.operations.steering.Steering;
import dev.exporter.plan.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** Keeps what it was asked to do, and does nothing. Heights from 500,000 on have an interrupted run. */
final class SampleSteering implements Steering {
    final List<String> done = new ArrayList<>();
    /** Actions take until it is counted down. */
    volatile CountDownLatch held = new CountDownLatch(0);

    @Override
    public List<StartForm> forms() {
        return List.of(new StartForm(
                "ario",
                List.of(
                        field("startHeight", "Range", "HEIGHT", "first block to export; required", "", "", true),
                        field("endHeight", "Range", "HEIGHT|latest", "last block to export, included", "", "", true),
                        field(
                                "coreDb",
                                "Source",
                                "FILE",
                                "the database 'core'",
                                "data/sqlite/core.db",
                                "data/sqlite/core.db",
                                false),
                        field(
                                "includeL1Tags",
                                "Source",
                                "",
                                "export the tags of layer-1 transactions",
                                "false",
                                "",
                                false),
                        field(
                                "onMissingTag",
                                "Source",
                                "fail|null",
                                "a tag whose name the source does not have",
                                "fail",
                                "fail",
                                false),
                        field(
                                "compression",
                                "Output",
                                "CODEC",
                                "zstd, snappy, gzip, lz4, brotli or none",
                                "zstd",
                                "zstd",
                                false),
                        field(
                                "parallelism",
                                "Limits",
                                "N",
                                "partitions exported at a time",
                                "",
                                "the number of processors",
                                false))));
    }

    private static StartForm.Field field(
            String name, String group, String label, String hint, String value, String shown, boolean required) {
        return new StartForm.Field(name, group, label, hint, value, shown, required);
    }

    @Override
    public Preview preview(StartRequest request) {
        String start = request.options().getOrDefault("startHeight", "");
        if (!start.matches("\\d+")) {
            return new Preview(
                    "",
                    "",
                    Optional.of(new Problem(
                            "value-invalid", "'" + start + "' is not a height", "--startHeight", "Give a number")),
                    Optional.empty());
        }
        boolean isInterrupted = Long.parseLong(start) >= 500_000;
        return new Preview(
                "Range\n  requested   " + start + "-latest\n",
                PLAN,
                Optional.empty(),
                isInterrupted ? Optional.of(SampleJobs.INTERRUPTED) : Optional.empty());
    }

    private static final String PLAN = """
            {"range": {"requested": "0-latest", "aligned": "0-199999", "frozenEnd": 199123},
             "plan": {"partitionSize": 1000, "partitions": ["0-999", "1000-1999"], "notes": ["the source lacks nothing"],
              "tables": [{"name": "blocks", "snapshotId": null, "liveFiles": 0},
                         {"name": "tags", "snapshotId": 7, "liveFiles": 3}],
              "estimate": {"waves": 1, "seconds": 83.4, "fileBytes": 31000000, "spillBytes": 5000000,
               "sources": [{"name": "blocks", "rows": 200000, "allRows": 1600000, "readBy": "index",
                            "reason": "12.5 % of the table"}],
               "tables": [{"name": "blocks", "rows": 200000, "files": 2, "bytes": 9000000},
                          {"name": "tags", "rows": 1900000, "files": 2, "bytes": 22000000}]}}}
            """;

    @Override
    public List<String> commandLine(StartRequest request) {
        List<String> line = new ArrayList<>(List.of("export"));
        request.options().forEach((name, value) -> line.add("--" + name + "=" + value));
        return line;
    }

    @Override
    public Optional<List<String>> commandLine(long executionId, Action action, Optional<String> partition) {
        return Optional.of(List.of(action.text(), Long.toString(executionId), "--stagingDir=/data/my staging"));
    }

    @Override
    public void note(long executionId, Action action, Actor actor) {
        done.add("note " + action.text() + " " + executionId);
    }

    @Override
    public ActionResult start(StartRequest request, Actor actor) {
        done.add("start " + request.options());
        return new ActionResult(true, "It runs as job " + SampleJobs.RUNNING, Optional.of(SampleJobs.RUNNING));
    }

    @Override
    public ActionResult act(long executionId, Action action, Optional<String> partition, Actor actor) {
        done.add(action.text() + " " + executionId);
        pause();
        return new ActionResult(true, "Its partitions stop at their next file.", Optional.of(executionId));
    }

    private void pause() {
        try {
            held.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

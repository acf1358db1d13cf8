package dev.exporter.dashboard;

import dev.exporter.operations.jobs.Action;
import dev.exporter.operations.jobs.Failure;
import dev.exporter.operations.jobs.JobDetail;
import dev.exporter.operations.jobs.JobSummary;
import dev.exporter.operations.jobs.Offer;
import dev.exporter.operations.jobs.RunState;
import dev.exporter.operations.jobs.StepState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Jobs as their own pages show them, made up. */
final class SampleDetails {
    private SampleDetails() {}

    static JobDetail of(JobSummary job) {
        return new JobDetail(
                job,
                attempts(job),
                stages(job),
                Map.of("run", job.run()),
                Optional.of(new JobDetail.Plan(
                        job.started(),
                        1000,
                        job.partitions().total(),
                        1,
                        List.of("tags", "transactions", "blocks"),
                        List.of(),
                        Map.of("startHeight", "0", "endHeight", "latest", "includeL1Transactions", "true"))),
                job.failure(),
                offers(job));
    }

    private static List<Offer> offers(JobSummary job) {
        boolean isStuck = job.state().isStuck();
        return List.of(
                new Offer(
                        Action.RESUME,
                        isStuck,
                        isStuck
                                ? "It goes on where it was: completed partitions are not read again."
                                : "It is not stopped, and has not failed.",
                        false),
                new Offer(
                        Action.STOP,
                        job.state().isUnderWay(),
                        job.state().isUnderWay()
                                ? "Its partitions stop at their next file; it can be resumed."
                                : "Nothing is under way.",
                        false),
                new Offer(
                        Action.ABANDON,
                        isStuck,
                        isStuck
                                ? "Its staging and its published, uncommitted files are deleted; it cannot be"
                                        + " resumed any more."
                                : "It is not stuck.",
                        true),
                new Offer(
                        Action.VERIFY,
                        job.state() == RunState.COMPLETED,
                        job.state() == RunState.COMPLETED
                                ? "Its tables are held against the source."
                                : "It has not committed everything yet.",
                        false));
    }

    private static List<JobDetail.Attempt> attempts(JobSummary job) {
        List<JobDetail.Attempt> attempts = new ArrayList<>();
        if (job.attempts() == 2) {
            attempts.add(new JobDetail.Attempt(
                    job.executionId() - 100,
                    1,
                    RunState.STOPPED,
                    job.started(),
                    Optional.of(job.started().plusSeconds(60)),
                    20,
                    "stopped by an operator"));
        }
        attempts.add(new JobDetail.Attempt(
                job.executionId(),
                job.attempts(),
                job.state(),
                job.started(),
                job.ended(),
                job.partitions().completed(),
                job.failure().map(Failure::message).orElse("")));
        return attempts;
    }

    private static List<JobDetail.Stage> stages(JobSummary job) {
        boolean isDone = job.state() == RunState.COMPLETED;
        StepState export = switch (job.state()) {
            case RUNNING, STOPPING -> StepState.RUNNING;
            case STOPPED, ABANDONED -> StepState.STOPPED;
            case INTERRUPTED -> StepState.INTERRUPTED;
            case FAILED -> StepState.FAILED;
            case COMPLETED -> StepState.COMPLETED;
        };
        List<JobDetail.Stage> stages = new ArrayList<>();
        stages.add(stage("plan", StepState.COMPLETED, job.started(), 1));
        stages.add(stage("load", StepState.COMPLETED, job.started(), 1));
        stages.add(new JobDetail.Stage(
                "export",
                1,
                export,
                Optional.of(job.started().plusSeconds(2)),
                job.state().isUnderWay() ? Optional.empty() : job.ended(),
                job.progress()));
        for (String name : List.of("publish", "commit", "sweep")) {
            stages.add(stage(name, isDone ? StepState.COMPLETED : StepState.PENDING, job.started(), isDone ? 1 : 0));
        }
        return stages;
    }

    private static JobDetail.Stage stage(String name, StepState state, Instant started, double progress) {
        return new JobDetail.Stage(
                name,
                1,
                state,
                state == StepState.PENDING ? Optional.empty() : Optional.of(started),
                state == StepState.PENDING ? Optional.empty() : Optional.of(started.plusMillis(400)),
                progress);
    }
}

package dev.exporter.operations.history;

import dev.exporter.operations.history.state.Run;
import dev.exporter.operations.history.store.Contexts;
import dev.exporter.operations.history.store.Rows;
import dev.exporter.operations.history.store.Rows.Step;
import dev.exporter.operations.jobs.JobDetail;
import dev.exporter.operations.jobs.JobSummary;
import dev.exporter.run.planning.Json;
import dev.exporter.run.repository.PlanNote;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps what does not change any more: summaries of runs that no process is at, and plans. Thread-safe. */
final class SummaryCache {
    private static final int MOST = 1000;

    private final Clock clock;
    private final Map<Key, JobSummary> summaries = bounded();
    private final Map<String, PlanNote> plans = bounded();
    private final Map<String, JobDetail.Plan> shownPlans = bounded();

    SummaryCache(Clock clock) {
        this.clock = clock;
    }

    /** What tells a run's states apart while no process is at it. */
    private record Key(String run, long execution, String status, Optional<Instant> ended) {}

    private static <K, V> Map<K, V> bounded() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > MOST;
            }
        };
    }

    JobSummary summary(Connection connection, Run run) throws SQLException {
        if (run.state().isUnderWay()) {
            return read(connection, run);
        }
        Key key = new Key(
                run.id(), run.last().id(), run.last().status(), run.last().ended());
        synchronized (this) {
            JobSummary known = summaries.get(key);
            if (known != null) {
                return known;
            }
        }
        Optional<JobSummary> noted = Summaries.ofEnded(run);
        JobSummary summary = noted.isPresent() ? noted.get() : read(connection, run);
        synchronized (this) {
            summaries.put(key, summary);
        }
        return summary;
    }

    private JobSummary read(Connection connection, Run run) throws SQLException {
        List<Step> steps = Rows.steps(connection, run.instance());
        Optional<Long> running =
                run.state().isUnderWay() ? Optional.of(run.last().id()) : Optional.empty();
        Instant now = clock.instant();
        PartitionTable table = PartitionTable.of(steps, running, now);
        return Summaries.of(run, steps, table, plan(connection, run), now);
    }

    private Optional<PlanNote> plan(Connection connection, Run run) throws SQLException {
        synchronized (this) {
            PlanNote known = plans.get(run.id());
            if (known != null) {
                return Optional.of(known);
            }
        }
        return plan(run, Contexts.ofJob(connection, run.last().id()));
    }

    /** The plan as it is shown, for which its dataset has to be read. */
    synchronized JobDetail.Plan shownPlan(Run run, PlanNote note) {
        return shownPlans.computeIfAbsent(run.id(), key -> Details.plan(note));
    }

    /** @param context of the run's last execution */
    Optional<PlanNote> plan(Run run, Map<String, String> context) {
        if (!context.containsKey(PlanNote.KEY)) {
            return Optional.empty();
        }
        try {
            PlanNote plan =
                    Json.read(context.getOrDefault(PlanNote.KEY, "").getBytes(StandardCharsets.UTF_8), PlanNote.class);
            synchronized (this) {
                plans.put(run.id(), plan);
            }
            return Optional.of(plan);
        } catch (UncheckedIOException e) {
            return Optional.empty(); // of another version
        }
    }
}

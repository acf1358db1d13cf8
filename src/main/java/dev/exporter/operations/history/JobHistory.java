package dev.exporter.operations.history;

import dev.exporter.operations.audit.OperatorLog;
import dev.exporter.operations.history.state.Offers;
import dev.exporter.operations.history.state.Run;
import dev.exporter.operations.history.state.Runs;
import dev.exporter.operations.history.state.States;
import dev.exporter.operations.history.store.Connections;
import dev.exporter.operations.history.store.Contexts;
import dev.exporter.operations.history.store.Rows;
import dev.exporter.operations.history.store.Rows.Last;
import dev.exporter.operations.history.store.Rows.Step;
import dev.exporter.operations.jobs.JobDetail;
import dev.exporter.operations.jobs.JobFilter;
import dev.exporter.operations.jobs.JobPage;
import dev.exporter.operations.jobs.JobPicture;
import dev.exporter.operations.jobs.JobSummary;
import dev.exporter.operations.jobs.Jobs;
import dev.exporter.operations.jobs.LogEntry;
import dev.exporter.operations.jobs.Offer;
import dev.exporter.operations.jobs.Overview;
import dev.exporter.operations.jobs.PartitionDetail;
import dev.exporter.operations.jobs.PartitionFilter;
import dev.exporter.operations.jobs.PartitionSummary;
import dev.exporter.operations.jobs.Rate;
import dev.exporter.operations.jobs.RunState;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.RunId;
import dev.exporter.run.UnfinishedRuns;
import dev.exporter.run.repository.PlanNote;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The jobs of one repository. Thread-safe. */
public final class JobHistory implements Jobs {
    private static final int PAGE = 200;
    private static final int LATEST = 50;
    private static final int MOST_STUCK = 20;

    private final Connections connections;
    private final UnfinishedRuns unfinished;
    private final OperatorLog log;
    private final Disks disks;
    private final Clock clock;
    private final Runs runs = new Runs();
    private final SummaryCache cache;

    /**
     * Of a repository; nothing is read yet.
     *
     * @param connections stay the caller's
     */
    public JobHistory(
            Connections connections,
            UnfinishedRuns unfinished,
            OperatorLog log,
            Path warehouse,
            Path staging,
            Clock clock) {
        this.connections = connections;
        this.unfinished = unfinished;
        this.log = log;
        this.disks = new Disks(warehouse, staging);
        this.clock = clock;
        this.cache = new SummaryCache(clock);
    }

    @Override
    public Overview overview() {
        return connections
                .ask(this::overview)
                .orElseGet(() -> new Overview(List.of(), List.of(), List.of(), Map.of(), disks.now(), clock.instant()));
    }

    @Override
    public Map<RunState, Long> counts() {
        return connections
                .ask(connection -> States.counts(Rows.counts(connection), summaries(connection, open(connection))))
                .orElseGet(Map::of);
    }

    /** All of them: which state they are in only their range's lock tells. */
    private static List<Last> open(Connection connection) throws SQLException {
        return Rows.runs(connection, Long.MAX_VALUE, States.OPEN, Integer.MAX_VALUE);
    }

    private Overview overview(Connection connection) throws SQLException {
        Map<String, Long> statuses = Rows.counts(connection);
        List<Last> open = open(connection);
        List<Last> failed = Rows.runs(connection, Long.MAX_VALUE, List.of("FAILED"), MOST_STUCK);
        List<Last> stopped = Rows.runs(connection, Long.MAX_VALUE, List.of("STOPPED"), MOST_STUCK);
        List<Last> latest = Rows.runs(connection, Long.MAX_VALUE, States.ALL, LATEST);
        // Each run once, newest first: a run that is under way is read from its steps.
        List<Last> all = Stream.of(open, failed, stopped, latest)
                .flatMap(List::stream)
                .distinct()
                .sorted(Comparator.comparingLong(Last::execution).reversed())
                .toList();
        List<JobSummary> jobs = summaries(connection, all);
        return new Overview(
                jobs.stream().filter(job -> job.state().isUnderWay()).toList(),
                stuck(jobs),
                among(latest, jobs),
                States.counts(statuses, among(open, jobs)),
                disks.now(),
                clock.instant());
    }

    /** So many of each state: those of one do not hide those of another. */
    private static List<JobSummary> stuck(List<JobSummary> newestFirst) {
        return Stream.of(RunState.values())
                .filter(RunState::isStuck)
                .flatMap(state ->
                        newestFirst.stream().filter(job -> job.state() == state).limit(MOST_STUCK))
                .sorted(Comparator.comparingLong(JobSummary::executionId).reversed())
                .toList();
    }

    private static List<JobSummary> among(List<Last> some, List<JobSummary> jobs) {
        Set<Long> executions = some.stream().map(Last::execution).collect(Collectors.toSet());
        return jobs.stream()
                .filter(job -> executions.contains(job.executionId()))
                .toList();
    }

    private List<JobSummary> summaries(Connection connection, List<Last> page) throws SQLException {
        List<JobSummary> summaries = new ArrayList<>();
        for (Run run : runs.of(connection, page)) {
            summaries.add(cache.summary(connection, run));
        }
        return summaries;
    }

    @Override
    public JobPage list(JobFilter filter, Optional<String> cursor, int limit) {
        long before = cursor.map(Cursors::number).orElse(Long.MAX_VALUE);
        return connections
                .ask(connection -> list(connection, filter, before, Cursors.limit(limit)))
                .orElse(new JobPage(List.of(), Optional.empty()));
    }

    private JobPage list(Connection connection, JobFilter filter, long before, int limit) throws SQLException {
        List<String> statuses = States.statuses(filter.states());
        List<JobSummary> found = new ArrayList<>();
        int page = Math.min(PAGE, limit + 1);
        long from = before;
        while (found.size() <= limit) {
            List<Last> some = Rows.runs(connection, from, statuses, page);
            summaries(connection, some).stream()
                    .filter(job -> filter.states().isEmpty() || filter.states().contains(job.state()))
                    .filter(job ->
                            filter.dataset().isEmpty() || filter.dataset().get().equals(job.dataset()))
                    .forEach(found::add);
            if (some.size() < page) {
                break;
            }
            from = some.get(some.size() - 1).execution();
        }
        List<JobSummary> shown = found.stream().limit(limit).toList();
        Optional<String> next = found.size() > limit
                ? Optional.of(Long.toString(shown.get(shown.size() - 1).executionId()))
                : Optional.empty();
        return new JobPage(shown, next);
    }

    @Override
    public long find(String id) {
        String wanted = id.toLowerCase(java.util.Locale.ROOT);
        Map<String, Long> found = connections
                .ask(connection -> {
                    if (wanted.matches("\\d{1,9}")) {
                        Optional<Run> run = runs.of(connection, Long.parseLong(wanted));
                        if (run.isPresent()) {
                            return Map.of(run.get().id(), run.get().last().id());
                        }
                    }
                    return wanted.matches("[0-9a-z]{1,26}") ? Rows.byRun(connection, wanted) : Map.<String, Long>of();
                })
                .orElse(Map.of());
        if (found.size() == 1) {
            return found.values().iterator().next();
        }
        throw found.isEmpty()
                ? ExporterException.refused(
                        "job-unknown",
                        "there is no job '" + id + "' in this job repository",
                        "",
                        "exporter jobs lists them; give an execution's number or the first characters of a run's id")
                : ExporterException.refused(
                        "job-ambiguous",
                        "'" + id + "' are the first characters of " + found.size() + " runs",
                        "",
                        "Give more of them: "
                                + String.join(
                                        ", ", found.keySet().stream().limit(3).toList()));
    }

    @Override
    public Optional<JobSummary> summary(long executionId) {
        return withRun(executionId, (connection, run) -> cache.summary(connection, run));
    }

    @Override
    public Optional<JobDetail> job(long executionId) {
        return withRun(executionId, this::detail);
    }

    @Override
    public Optional<JobPicture> picture(long executionId, int buckets) {
        return withRun(executionId, (connection, run) -> {
            List<Step> steps = Rows.steps(connection, run.instance());
            PartitionTable table = table(run, steps);
            return new JobPicture(
                    detail(connection, run, steps, table), table.all(), Speed.rates(table.all(), bounded(buckets)));
        });
    }

    private static int bounded(int buckets) {
        return Math.max(1, Math.min(500, buckets));
    }

    @Override
    public List<Offer> offers(long executionId) {
        return withRun(executionId, (connection, run) -> {
                    List<Step> steps = run.state().isStuck() ? Rows.steps(connection, run.instance()) : List.<Step>of();
                    Map<String, String> context =
                            Contexts.ofJob(connection, run.last().id());
                    return offers(run, steps, cache.plan(run, context)).ofRun();
                })
                .orElse(List.of());
    }

    private JobDetail detail(Connection connection, Run run) throws SQLException {
        List<Step> steps = Rows.steps(connection, run.instance());
        return detail(connection, run, steps, table(run, steps));
    }

    private JobDetail detail(Connection connection, Run run, List<Step> steps, PartitionTable table)
            throws SQLException {
        Map<String, String> context = Contexts.ofJob(connection, run.last().id());
        Optional<PlanNote> plan = cache.plan(run, context);
        JobSummary summary = Summaries.of(run, steps, table, plan, clock.instant());
        return new JobDetail(
                summary,
                Details.attempts(run, steps),
                Details.stages(run, steps, table, plan),
                run.parameters(),
                plan.map(note -> cache.shownPlan(run, note)),
                Failures.full(run, context),
                offers(run, steps, plan).ofRun());
    }

    private Offers offers(Run run, List<Step> steps, Optional<PlanNote> plan) {
        // Only then the tables have to be asked, which costs more than all the rest.
        boolean mayHaveCommitted = run.state().isStuck()
                && steps.stream().anyMatch(step -> step.name().startsWith("commit-"));
        boolean hasCommitted = mayHaveCommitted
                && unfinished
                        .find(new RunId(run.id()))
                        .filter(unfinished::hasCommitted)
                        .isPresent();
        return new Offers(run.state(), plan.isPresent(), hasCommitted);
    }

    private PartitionTable table(Run run, List<Step> steps) {
        return PartitionTable.of(steps, running(run), clock.instant());
    }

    private static Optional<Long> running(Run run) {
        return run.state().isUnderWay() ? Optional.of(run.last().id()) : Optional.empty();
    }

    @Override
    public Optional<PartitionSummary.Page> partitions(
            long executionId, PartitionFilter filter, Optional<String> cursor, int limit) {
        return withRun(
                executionId,
                (connection, run) -> Cursors.page(
                        table(run, Rows.steps(connection, run.instance())).all(), filter, cursor, limit));
    }

    @Override
    public List<PartitionSummary> partitionMap(long executionId) {
        return withRun(
                        executionId,
                        (connection, run) -> table(run, Rows.steps(connection, run.instance()))
                                .all())
                .orElse(List.of());
    }

    @Override
    public List<Rate> rates(long executionId, int buckets) {
        return Speed.rates(partitionMap(executionId), bounded(buckets));
    }

    @Override
    public Optional<PartitionDetail> partition(long executionId, String name) {
        return withRun(executionId, (connection, run) -> {
                    List<Step> steps = Rows.steps(connection, run.instance());
                    PartitionTable table = table(run, steps);
                    Optional<PartitionSummary> summary = table.named(name);
                    if (summary.isEmpty()) {
                        return Optional.<PartitionDetail>empty();
                    }
                    Map<String, String> context =
                            Contexts.ofJob(connection, run.last().id());
                    Optional<PlanNote> plan = cache.plan(run, context);
                    JobSummary job = Summaries.of(run, steps, table, plan, clock.instant());
                    return Optional.of(PartitionDetails.of(
                            connection,
                            run,
                            job,
                            summary.get(),
                            steps,
                            Failures.full(run, context),
                            offers(run, steps, plan).ofPartition()));
                })
                .flatMap(found -> found);
    }

    @Override
    public LogEntry.Page log(Optional<String> cursor, int limit) {
        return log.page(cursor, Cursors.limit(limit));
    }

    @FunctionalInterface
    private interface OfRun<T> {
        T of(Connection connection, Run run) throws SQLException;
    }

    private <T> Optional<T> withRun(long executionId, OfRun<T> question) {
        return connections
                .ask(connection -> {
                    Optional<Run> run = runs.of(connection, executionId);
                    return run.isPresent() ? Optional.of(question.of(connection, run.get())) : Optional.<T>empty();
                })
                .flatMap(found -> found);
    }
}

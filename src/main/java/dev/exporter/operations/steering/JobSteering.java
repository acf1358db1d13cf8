package dev.exporter.operations.steering;

import dev.exporter.operations.audit.OperatorLog;
import dev.exporter.operations.history.JobHistory;
import dev.exporter.operations.history.RunFinder;
import dev.exporter.operations.history.RunFinder.Known;
import dev.exporter.operations.history.store.Connections;
import dev.exporter.operations.jobs.Action;
import dev.exporter.operations.jobs.JobSummary;
import dev.exporter.operations.jobs.LogEntry;
import dev.exporter.operations.jobs.Offer;
import dev.exporter.plan.Dataset;
import dev.exporter.plan.DatasetReader;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.Problem;
import dev.exporter.run.UnfinishedRuns;
import dev.exporter.run.repository.RunHistory.Unfinished;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Acts on the jobs of one repository. Thread-safe. */
public final class JobSteering implements Steering {
    private static final Logger LOG = LoggerFactory.getLogger(JobSteering.class);

    private final JobHistory history;
    private final UnfinishedRuns unfinished;
    private final StopRow stops;
    private final OperatorLog log;
    private final Starts starts;
    private final Awaited awaited;
    private final Forms forms;
    private final Map<String, String> place;
    private final RunFinder runs;
    private final Clock clock;

    /**
     * @param connections stay the caller's
     * @param place options that say where everything is, by name in camel case
     * @param forms of the datasets that can be started
     */
    public JobSteering(
            JobHistory history,
            Connections connections,
            UnfinishedRuns unfinished,
            OperatorLog log,
            Spawning spawning,
            Map<String, String> place,
            List<StartForm> forms,
            Clock clock) {
        this.history = history;
        this.unfinished = unfinished;
        this.stops = new StopRow(connections);
        this.log = log;
        Spawner spawner = new Spawner(spawning.launch(), spawning.staging(), spawning.password(), clock);
        this.runs = new RunFinder(connections);
        this.awaited = new Awaited(spawner.folder(), log, clock);
        this.starts = new Starts(runs, spawner, awaited);
        this.forms = new Forms(forms);
        this.place = Map.copyOf(place);
        this.clock = clock;
    }

    /** Notes in the operator's log what came of what others have started here and were not there to see end. */
    public void noteOutcomes() {
        awaited.tellWhenAllEnded();
    }

    @Override
    public List<StartForm> forms() {
        return forms.all();
    }

    @Override
    public Preview preview(StartRequest request) {
        Optional<String> refusal = forms.refusal(request);
        return refusal.isPresent()
                ? Previews.refused(refusal.get())
                : new Previews(starts, runs).of(request, place, export(request));
    }

    @Override
    public List<String> commandLine(StartRequest request) {
        return CommandLines.start("export", request, place);
    }

    @Override
    public Optional<List<String>> commandLine(long executionId, Action action, Optional<String> partition) {
        return runs.known(executionId).flatMap(run -> CommandLines.of(run, action, partition));
    }

    private RunFinder.Export export(StartRequest request) {
        Dataset dataset = DatasetReader.read(request.dataset());
        Map<String, String> options = request.options();
        String range = options.getOrDefault(dataset.range().startOption(), "") + "-"
                + options.getOrDefault(dataset.range().endOption(), "");
        Path tables = Path.of(place.getOrDefault("warehouseDir", "")).resolve(place.getOrDefault("namespace", ""));
        return new RunFinder.Export(dataset.name(), tables, range);
    }

    @Override
    public ActionResult start(StartRequest request, Actor actor) {
        Noted noted = new Noted(actor, Action.START, Optional.empty(), Optional.empty());
        Optional<String> refusal = forms.refusal(request);
        if (refusal.isPresent()) {
            return noted.refused(refusal.get());
        }
        return noted.doing(() -> starts.start(
                withJson(CommandLines.start("export", request, place)),
                Spawner.Variables.ALL,
                Optional.of(export(request)),
                noted.awaited()));
    }

    @Override
    public ActionResult act(long executionId, Action action, Optional<String> partition, Actor actor) {
        Optional<Known> run = runs.known(executionId);
        Noted noted = new Noted(actor, action, run, partition);
        if (run.isEmpty()) {
            return noted.refused("there is no job execution " + executionId);
        }
        Optional<Offer> offer = offer(executionId, action, partition);
        if (offer.isEmpty()) {
            return noted.refused(
                    action == Action.RETRY_PARTITION
                            ? "the run has no partition " + partition.orElse("of this name")
                            : "this is nothing that is done to a run: " + action.text());
        }
        if (!offer.get().available()) {
            return noted.refused(offer.get().reason());
        }
        return noted.doing(() -> act(run.get(), action, partition, noted));
    }

    @Override
    public void note(long executionId, Action action, Actor actor) {
        new Noted(actor, action, runs.known(executionId), Optional.empty())
                .doing(() -> new ActionResult(true, "done at the command line", Optional.of(executionId)));
    }

    private Optional<Offer> offer(long executionId, Action action, Optional<String> partition) {
        Stream<Offer> offers = action == Action.RETRY_PARTITION
                ? partition.flatMap(name -> history.partition(executionId, name)).stream()
                        .flatMap(detail -> detail.offers().stream())
                : history.offers(executionId).stream();
        return offers.filter(one -> one.action() == action).findFirst();
    }

    private ActionResult act(Known run, Action action, Optional<String> partition, Noted noted) {
        return switch (action) {
            case STOP -> stop(run);
            case MARK_FAILED -> {
                unfinished.markFailed(requireUnfinished(run));
                yield done("run " + run.run() + " is noted as failed; it can be resumed", run);
            }
            case ABANDON -> {
                unfinished.abandon(requireUnfinished(run));
                yield done("run " + run.run() + " was given up; what it had written is removed", run);
            }
            case RESUME, RECOVER -> {
                List<String> line = CommandLines.of(run, action, partition)
                        .orElseThrow(() -> ExporterException.refused(
                                "options-unknown",
                                "the options of run " + run.run() + " were not kept",
                                "",
                                "To go on, " + Problem.RUN_WHAT_STARTED_IT));
                yield starts.resume(withJson(line), run, noted.awaited());
            }
            case VERIFY, RETRY_PARTITION -> {
                if (awaited.holds(entry -> isSame(entry, run, action, partition))) {
                    yield new ActionResult(false, "it is under way already", Optional.of(run.executionId()));
                }
                yield starts.start(
                        withJson(CommandLines.of(run, action, partition).orElseThrow()),
                        Spawner.Variables.FOREIGN,
                        Optional.empty(),
                        noted.awaited());
            }
            case START -> throw new IllegalStateException("not of a run");
        };
    }

    private static boolean isSame(LogEntry entry, Known run, Action action, Optional<String> partition) {
        return entry.action().equals(action.text())
                && entry.run().equals(Optional.of(run.run().text()))
                && entry.partition().equals(partition);
    }

    private ActionResult stop(Known run) {
        return stops.request(run.executionId())
                ? done("run " + run.run() + " was asked to stop; it does so at its next files", run)
                : new ActionResult(false, "it has just ended", Optional.of(run.executionId()));
    }

    private Unfinished requireUnfinished(Known run) {
        return unfinished
                .find(run.run())
                .orElseThrow(() -> ExporterException.refused(
                        "run-ended", "run " + run.run() + " has come to an end", "", "Look at it again"));
    }

    private static ActionResult done(String message, Known run) {
        return new ActionResult(true, message, Optional.of(run.executionId()));
    }

    private static List<String> withJson(List<String> line) {
        return Stream.concat(line.stream(), Stream.of("--json")).toList();
    }

    @FunctionalInterface
    private interface Work {
        ActionResult work();
    }

    /** An action whose outcome goes into the log, whatever it is. */
    private final class Noted {
        private final Actor actor;
        private final Action action;
        private final Optional<Known> run;
        private final Optional<String> partition;

        private Noted(Actor actor, Action action, Optional<Known> run, Optional<String> partition) {
            this.actor = actor;
            this.action = action;
            this.run = run;
            this.partition = partition;
        }

        ActionResult refused(String reason) {
            return note(new ActionResult(false, reason, run.map(Known::executionId)), "refused");
        }

        ActionResult doing(Work work) {
            try {
                ActionResult result = work.work();
                return note(result, result.accepted() ? "accepted" : "refused");
            } catch (ExporterException e) {
                return note(new ActionResult(false, e.problem().text(), run.map(Known::executionId)), "failed");
            } catch (RuntimeException e) {
                note(new ActionResult(false, "an unexpected failure: " + e, run.map(Known::executionId)), "failed");
                throw e;
            }
        }

        /** What was done is done, also where it cannot be noted: whoever did it must not take it for undone. */
        private ActionResult note(ActionResult result, String outcome) {
            try {
                log.add(line(result, outcome));
                return result;
            } catch (ExporterException e) {
                LOG.error(
                        "not in the operator's log: {} by {} was {}: {} ({})",
                        action.text(),
                        actor.who(),
                        outcome,
                        result.message(),
                        e.problem().text());
                return new ActionResult(
                        result.accepted(),
                        result.message() + " (it could not be noted: "
                                + e.problem().message() + ")",
                        result.executionId());
            }
        }

        /** The line of how something ends that is only begun now, but for its outcome. */
        LogEntry awaited() {
            return line(new ActionResult(true, "", Optional.empty()), "");
        }

        private LogEntry line(ActionResult result, String outcome) {
            return new LogEntry(
                    0,
                    clock.instant(),
                    actor.who(),
                    actor.via().text(),
                    action.text(),
                    result.executionId().or(() -> run.map(Known::executionId)),
                    run.map(known -> known.run().text())
                            .or(() -> result.executionId()
                                    .flatMap(history::summary)
                                    .map(JobSummary::run)),
                    partition,
                    outcome,
                    result.message());
        }
    }
}

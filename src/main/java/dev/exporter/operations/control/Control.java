package dev.exporter.operations.control;

import dev.exporter.operations.audit.OperatorLog;
import dev.exporter.operations.history.JobHistory;
import dev.exporter.operations.history.store.Connections;
import dev.exporter.operations.jobs.Jobs;
import dev.exporter.operations.steering.JobSteering;
import dev.exporter.operations.steering.Launch;
import dev.exporter.operations.steering.Spawning;
import dev.exporter.operations.steering.StartForm;
import dev.exporter.operations.steering.Steering;
import dev.exporter.run.UnfinishedRuns;
import dev.exporter.run.repository.JobStoreAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The jobs of one job repository, and how to act on them. Thread-safe; opened once, closed when the door closes. */
public final class Control implements AutoCloseable {
    private final Jobs jobs;
    private final JobSteering steering;
    private final Connections connections;

    private Control(Jobs jobs, JobSteering steering, Connections connections) {
        this.jobs = jobs;
        this.steering = steering;
        this.connections = connections;
    }

    /**
     * What is controlled.
     *
     * @param jobRepository {@code sqlite} (in the staging directory), {@code h2} or a JDBC URL
     * @param password of the job repository
     * @param warehouseLocation the URI that table metadata records for the warehouse; empty means its file URI
     * @param namespace a folder between the warehouse and its tables, or empty
     * @param forms of the datasets that can be started
     */
    public record Place(
            Path warehouse,
            Optional<String> warehouseLocation,
            String namespace,
            Path staging,
            String jobRepository,
            Optional<String> password,
            List<StartForm> forms) {
        public Place {
            forms = List.copyOf(forms);
        }

        @Override
        public String toString() {
            return "Place[" + warehouse + ", " + staging + "]"; // without the password
        }
    }

    /**
     * Opens it. Nothing is read yet; a job repository that does not exist is not made.
     *
     * @throws dev.exporter.plan.ExporterException refused, if the job repository is none
     */
    public static Control open(Place place) {
        return open(place, Launch.ofProcess());
    }

    /** As {@link #open(Place)}, with what starts processes of this program. */
    public static Control open(Place place, Launch launch) {
        JobStoreAddress address = JobStoreAddress.parse(place.jobRepository(), place.staging(), place.password());
        Clock clock = Clock.systemUTC();
        Connections connections = new Connections(address);
        UnfinishedRuns unfinished = new UnfinishedRuns(address);
        OperatorLog log = new OperatorLog(place.staging());
        JobHistory history = new JobHistory(connections, unfinished, log, place.warehouse(), place.staging(), clock);
        JobSteering steering = new JobSteering(
                history,
                connections,
                unfinished,
                log,
                new Spawning(launch, place.staging(), place.password()),
                options(place),
                place.forms(),
                clock);
        return new Control(history, steering, connections);
    }

    private static Map<String, String> options(Place place) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("warehouseDir", place.warehouse().toString());
        place.warehouseLocation().ifPresent(location -> options.put("warehouseLocation", location));
        if (!place.namespace().isEmpty()) {
            options.put("namespace", place.namespace());
        }
        options.put("stagingDir", place.staging().toString());
        options.put("jobRepository", place.jobRepository());
        return options;
    }

    public Jobs jobs() {
        return jobs;
    }

    /**
     * Makes sure that there is a job repository, since one that does not exist answers as one without jobs.
     *
     * @throws dev.exporter.plan.ExporterException refused, if there is none; failed, if it cannot be read
     */
    public void requireRepository() {
        connections.requireRepository();
    }

    public Steering steering() {
        return steering;
    }

    /**
     * Notes in the operator's log what comes of what earlier servers have started and have not seen end. For a server, once.
     */
    public void noteOutcomes() {
        steering.noteOutcomes();
    }

    @Override
    public void close() {
        connections.close();
    }
}

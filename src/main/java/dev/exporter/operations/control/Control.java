package dev.exporter.operations.control;

import dev.exporter.operations.jobs.Jobs;
import dev.exporter.operations.steering.StartForm;
import dev.exporter.operations.steering.Steering;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The jobs of one job repository, and how to act on them. Thread-safe; opened once, closed when the door closes. */
public final class Control implements AutoCloseable {
    private final Jobs jobs;
    private final Steering steering;

    private Control(Jobs jobs, Steering steering) {
        this.jobs = jobs;
        this.steering = steering;
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
        throw new UnsupportedOperationException("not yet: " + place);
    }

    public Jobs jobs() {
        return jobs;
    }

    public Steering steering() {
        return steering;
    }

    @Override
    public void close() {}
}

package dev.exporter.dashboard;

import dev.exporter.dashboard.page.DashboardParts;
import dev.exporter.operations.Tables;
import dev.exporter.operations.jobs.Jobs;
import dev.exporter.operations.steering.Steering;
import dev.exporter.web.Listening;
import dev.exporter.web.WebServer;
import dev.exporter.web.rows.RowReading;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Serves the pages of jobs that were made up, to look at them. */
final class SamplePages {
    private SamplePages() {}

    static WebServer serve(int port, Path directory, Path warehouse, SampleJobs jobs, SampleSteering steering) {
        return serve(
                new Listening(port, "127.0.0.1", Optional.empty(), List.of(), directory), warehouse, jobs, steering);
    }

    static WebServer serve(Listening listening, Path warehouse, SampleJobs jobs, SampleSteering steering) {
        Tables tables = Tables.of(warehouse, Optional.empty(), "");
        return WebServer.at(listening)
                .with(Jobs.class, jobs)
                .with(Steering.class, steering)
                .with(Tables.class, tables)
                .with(RowReading.class, new RowReading(tables, 256_000_000))
                .room(DashboardParts.class)
                .start();
    }

    /** @param arguments a port, a directory for the server and a warehouse */
    public static void main(String[] arguments) throws InterruptedException {
        try (WebServer server = serve(
                Integer.parseInt(arguments[0]),
                Path.of(arguments[1]),
                Path.of(arguments[2]),
                new SampleJobs(),
                new SampleSteering())) {
            System.out.println(server.address());
            server.await();
        }
    }
}

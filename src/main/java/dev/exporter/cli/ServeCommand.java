package dev.exporter.cli;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.exporter.api.ApiRoom;
import dev.exporter.cli.options.OptionParser;
import dev.exporter.cli.options.Values;
import dev.exporter.cli.options.reading.JobRepositories;
import dev.exporter.cli.options.settings.ServeSettings;
import dev.exporter.cli.options.settings.TableSettings;
import dev.exporter.cli.options.settings.UpkeepSettings;
import dev.exporter.dashboard.page.DashboardParts;
import dev.exporter.operations.Tables;
import dev.exporter.operations.control.Control;
import dev.exporter.operations.jobs.Jobs;
import dev.exporter.operations.steering.Steering;
import dev.exporter.plan.ExitCode;
import dev.exporter.web.Listening;
import dev.exporter.web.WebServer;
import dev.exporter.web.rows.RowReading;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/** {@code exporter serve}: the pages and the interface. The one command that loads what serves them. */
final class ServeCommand extends DescribedCommand {
    ServeCommand() {
        super(ServeSettings.serve());
    }

    @Override
    public String name() {
        return "serve";
    }

    @Override
    public String summary() {
        return "serve pages and an interface that show and steer all jobs";
    }

    @Override
    String synopsis() {
        return "serve [OPTION]...";
    }

    @Override
    List<ExitCode> exitCodes() {
        return List.of(ExitCode.FAILED, ExitCode.REFUSED, ExitCode.INTERRUPTED, ExitCode.TERMINATED);
    }

    @Override
    String description() {
        return "Serves pages for browsers, the same as JSON under /api/v1 (described at /api), figures"
                + " for Prometheus at /metrics, and /health and /ready, until it is stopped by Ctrl-C or"
                + " SIGTERM. It shows every job of the job repository, whoever started it; a job that is"
                + " started here is a process of its own and goes on when the server stops; under systemd that"
                + " needs KillMode=process in the server's unit, and the end of a container ends all that is in"
                + " it. Without --keys it can be reached from this machine only. It speaks HTTP; to be called from"
                + " elsewhere, let a proxy do the encryption and name its host by --allowHost.";
    }

    @Override
    public ExitCode run(Invocation invocation) {
        Values values = invocation.values(settings(), OptionParser.Unknown.REFUSED);
        WebServer.Plan plan = WebServer.at(new Listening(
                ServeSettings.port(values),
                ServeSettings.bind(values),
                ServeSettings.keysFile(values),
                ServeSettings.allowedHosts(values),
                UpkeepSettings.staging(values).resolve("serve")));
        Asked.prepareNativeLibraries(values);
        Tables tables = Tables.of(
                TableSettings.warehouse(values), TableSettings.location(values), TableSettings.namespace(values));
        try (Control control = Control.open(place(invocation, values));
                WebServer server = plan.with(Jobs.class, control.jobs())
                        .with(Steering.class, control.steering())
                        .with(Tables.class, tables)
                        .with(RowReading.class, new RowReading(tables, TableSettings.memoryBytes(values)))
                        .room(ApiRoom.class)
                        .room(DashboardParts.class)
                        .start()) {
            control.noteOutcomes();
            announce(server.address(), invocation);
            server.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ExitCode.DONE;
    }

    private static Control.Place place(Invocation invocation, Values values) {
        Map<String, String> environment = invocation.console().environment();
        return new Control.Place(
                UpkeepSettings.warehouse(values),
                TableSettings.location(values),
                TableSettings.namespace(values),
                UpkeepSettings.staging(values),
                UpkeepSettings.jobRepository(values),
                JobRepositories.password(values, environment::get),
                StartForms.builtIn(environment::get));
    }

    private static void announce(String address, Invocation invocation) {
        PrintStream out = invocation.console().out();
        if (invocation.isJson()) {
            out.println("{\"schema\":1,\"address\":\""
                    + new String(JsonStringEncoder.getInstance().quoteAsString(address)) + "\"}");
        } else {
            out.println(address);
        }
        out.flush();
    }
}

package dev.exporter.dashboard.view;

import dev.exporter.operations.jobs.Action;
import dev.exporter.operations.jobs.JobDetail;
import dev.exporter.operations.jobs.Offer;
import dev.exporter.operations.steering.StartRequest;
import dev.exporter.operations.steering.Steering;
import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExporterException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Command lines that do what the pages do, as a POSIX shell reads them. */
public final class CommandLines {
    private final Steering steering;

    public CommandLines(Steering steering) {
        this.steering = steering;
    }

    /** What can be done about a job now. */
    public List<String> of(JobDetail detail) {
        List<String> lines = new ArrayList<>();
        for (Offer offer : detail.offers()) {
            if (offer.available()) {
                of(detail.summary().executionId(), offer.action(), Optional.empty())
                        .ifPresent(lines::add);
            }
        }
        return lines;
    }

    /** An action; empty where only pages and the interface have it, and where the run's dataset cannot be read any more. */
    public Optional<String> of(long executionId, Action action, Optional<String> partition) {
        try {
            return steering.commandLine(executionId, action, partition).map(CommandLines::line);
        } catch (ExporterException e) {
            if (e.exitCode() != ExitCode.REFUSED) {
                throw e;
            }
            return Optional.empty(); // the action itself says why; a job is shown without its dataset, too
        }
    }

    /** A new export. */
    public String of(StartRequest request) {
        return line(steering.commandLine(request));
    }

    private static String line(List<String> arguments) {
        return "exporter " + arguments.stream().map(CommandLines::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String argument) {
        return argument.matches("[A-Za-z0-9_./:=@%+,-]+") ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }
}

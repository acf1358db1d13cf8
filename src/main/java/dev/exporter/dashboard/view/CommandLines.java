package dev.exporter.dashboard.view;

import dev.exporter.operations.jobs.Action;
import dev.exporter.operations.jobs.JobDetail;
import dev.exporter.operations.jobs.JobSummary;
import dev.exporter.operations.jobs.Offer;
import dev.exporter.operations.steering.StartForm;
import dev.exporter.operations.steering.StartRequest;
import dev.exporter.plan.KeyRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Command lines that do what the pages do. */
public final class CommandLines {
    private final Map<String, String> places;
    private final List<StartForm> forms;

    /**
     * For what is served.
     *
     * @param places where tables, staging and the job repository are: options by their names in camel case
     */
    public CommandLines(Map<String, String> places, List<StartForm> forms) {
        this.places = places;
        this.forms = List.copyOf(forms);
    }

    /** What concerns a job now: to look at it, and what can be done about it. */
    public List<String> of(JobDetail detail) {
        List<String> lines = new ArrayList<>();
        long id = detail.summary().executionId();
        lines.add(line("status " + id + (detail.summary().state().isUnderWay() ? " --watch" : ""), Map.of()));
        for (Offer offer : detail.offers()) {
            if (offer.available()) {
                of(offer.action(), detail.summary(), Optional.empty()).ifPresent(lines::add);
            }
        }
        return lines;
    }

    /** An action; empty where only pages and the interface have it. */
    public Optional<String> of(Action action, JobSummary job, Optional<String> partition) {
        return switch (action) {
            case RESUME, RECOVER -> Optional.of(line("resume " + job.executionId(), Map.of()));
            case STOP -> Optional.of(line("stop " + job.executionId(), Map.of()));
            case ABANDON -> Optional.of(line("abandon " + job.executionId(), Map.of()));
            case VERIFY -> Optional.of(line("verify", range(job, job.range())));
            case RETRY_PARTITION -> partition.map(name -> line("export", range(job, KeyRange.parse(name))));
            case MARK_FAILED, START -> Optional.empty();
        };
    }

    /** A new export. */
    public String of(StartRequest request) {
        return line("export", request.options());
    }

    /** The first two options of a dataset's form are the ends of a range. */
    private Map<String, String> range(JobSummary job, KeyRange range) {
        List<StartForm.Field> fields = forms.stream()
                .filter(form -> form.dataset().equals(job.dataset()))
                .findFirst()
                .map(StartForm::fields)
                .orElse(List.of());
        return fields.size() < 2
                ? Map.of()
                : new java.util.TreeMap<>(Map.of(
                                fields.get(0).name(), Long.toString(range.first()),
                                fields.get(1).name(), Long.toString(range.last())))
                        .descendingMap();
    }

    private String line(String command, Map<String, String> options) {
        StringBuilder line = new StringBuilder("exporter ").append(command);
        options.forEach((name, value) -> append(line, name, value));
        places.forEach((name, value) -> append(line, name, value));
        return line.toString();
    }

    private static void append(StringBuilder line, String name, String value) {
        if (value.isEmpty() || value.equals("false")) {
            return;
        }
        line.append(" --").append(name);
        if (!value.equals("true")) {
            line.append(' ').append(quoted(value));
        }
    }

    /** As a POSIX shell reads it. */
    private static String quoted(String value) {
        return value.matches("[A-Za-z0-9_./:=@%+,-]+") ? value : "'" + value.replace("'", "'\\''") + "'";
    }
}

package dev.exporter.cli.page;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.exporter.cli.progress.Amounts;
import dev.exporter.operations.jobs.Failure;
import dev.exporter.operations.jobs.JobDetail;
import dev.exporter.operations.jobs.JobSummary;
import dev.exporter.operations.jobs.JobSummary.Partitions;
import dev.exporter.operations.jobs.Offer;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What {@code status} prints of a job: lines, or one JSON object, which docs/jobs.schema.json describes. */
public final class StatusPage {
    private final JobDetail job;
    private final String program;

    /** @param program how the user calls the program, for commands to copy */
    public StatusPage(JobDetail job, String program) {
        this.job = job;
        this.program = program;
    }

    /** A job in one line, for logs. */
    public static String line(JobSummary job) {
        return String.format(
                Locale.ROOT,
                "job=%d state=%s stage=%s partitions=%d/%d rows=%d progress=%.1f%%%s",
                job.executionId(),
                job.state().text(),
                job.stage(),
                job.partitions().completed(),
                job.partitions().total(),
                job.rows(),
                job.progress() * 100,
                job.remaining()
                        .map(left -> " remaining=" + left.toSeconds() + "s")
                        .orElse(""));
    }

    /** The page, its lines ended. */
    public String text() {
        JobSummary summary = job.summary();
        List<String> lines = new ArrayList<>();
        lines.add("job " + summary.executionId() + ", run " + summary.run() + ": "
                + summary.state().text().toUpperCase(Locale.ROOT)
                + (summary.stage().isEmpty() ? "" : " (" + summary.stage() + ")"));
        lines.add("");
        List<List<String>> rows = new ArrayList<>();
        rows.add(
                List.of("  export", summary.dataset() + " " + summary.requestedRange() + " to " + summary.warehouse()));
        rows.add(List.of("  progress", progress(summary)));
        rows.add(List.of("  partitions", partitions(summary.partitions())));
        rows.add(List.of(
                "  written",
                Amounts.count(summary.rows()) + " rows, " + Amounts.count(summary.files()) + " files, "
                        + Amounts.bytes(summary.bytes())));
        rows.add(List.of("  time", times(summary)));
        rows.add(List.of("  stages", stages()));
        TextTable.lines("ll", rows).forEach(lines::add);
        if (job.attempts().size() > 1) {
            lines.add("");
            lines.add("  attempts");
            job.attempts().forEach(attempt -> lines.add("    " + attempt(attempt)));
        }
        job.failure().ifPresent(failure -> failure(lines, failure));
        lines.add("");
        job.offers().stream().filter(Offer::available).forEach(offer -> lines.add("  " + offer(offer)));
        lines.add("");
        return String.join(System.lineSeparator(), lines);
    }

    private static String progress(JobSummary job) {
        String percent = String.format(Locale.ROOT, "%.1f %%", job.progress() * 100);
        String speed = job.rowsPerSecond().isPresent()
                ? ", " + Amounts.count(Math.round(job.rowsPerSecond().getAsDouble())) + " rows/s"
                : "";
        return percent
                + speed
                + job.remaining()
                        .map(left -> ", about " + Amounts.time(left) + " to go")
                        .orElse("");
    }

    private static String partitions(Partitions partitions) {
        StringBuilder text = new StringBuilder(
                Amounts.count(partitions.completed()) + " of " + Amounts.count(partitions.total()) + " completed");
        append(text, partitions.running(), "running");
        append(text, partitions.failed(), "failed");
        append(text, partitions.interrupted(), "interrupted");
        append(text, partitions.stopped(), "stopped");
        append(text, partitions.pending(), "pending");
        return text.toString();
    }

    private static void append(StringBuilder text, int count, String word) {
        if (count > 0) {
            text.append(", ").append(Amounts.count(count)).append(' ').append(word);
        }
    }

    private static String times(JobSummary job) {
        return "started " + JobsPage.time(job.started())
                + job.ended().map(end -> ", ended " + JobsPage.time(end)).orElse("")
                + ", at work for " + Amounts.time(job.elapsed());
    }

    private String stages() {
        List<String> words = new ArrayList<>();
        for (JobDetail.Stage stage : job.stages()) {
            String wave = stage.wave() > 1 ? " " + stage.wave() : "";
            Optional<Duration> time =
                    stage.started().flatMap(start -> stage.ended().map(end -> Duration.between(start, end)));
            words.add(stage.name() + wave + " "
                    + time.map(Amounts::time).orElse(stage.state().text()));
        }
        int shown = 12;
        return words.size() <= shown
                ? String.join(", ", words)
                : String.join(", ", words.subList(0, shown)) + ", and " + (words.size() - shown) + " more";
    }

    private static String attempt(JobDetail.Attempt attempt) {
        return attempt.number() + ". " + JobsPage.time(attempt.started()) + " "
                + attempt.state().text() + ", completed " + attempt.completed() + " partitions"
                + (attempt.message().isEmpty() ? "" : ": " + attempt.message());
    }

    private static void failure(List<String> lines, Failure failure) {
        lines.add("");
        lines.add("  failed: " + failure.message() + " [" + failure.kind() + "]");
        failure.partition().ifPresent(partition -> lines.add("    first in partition " + partition));
        if (!failure.where().isEmpty()) {
            lines.add("    where: " + failure.where());
        }
        if (!failure.remedy().isEmpty()) {
            lines.add("    " + failure.remedy());
        }
        failure.causes().stream()
                .skip(1)
                .forEach(cause -> lines.add(
                        "    because of " + cause.type() + (cause.message().isEmpty() ? "" : ": " + cause.message())));
    }

    private String offer(Offer offer) {
        long id = job.summary().executionId();
        String command = switch (offer.action()) {
            case STOP -> program + " stop " + id;
            case RESUME, RECOVER -> program + " resume " + id;
            case ABANDON -> program + " abandon " + id;
            case START, MARK_FAILED, VERIFY, RETRY_PARTITION -> "";
        };
        return offer.action().text() + ": " + offer.reason() + (command.isEmpty() ? "" : " [" + command + "]");
    }

    public void printJson(PrintStream out) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            JobJson.begin(json);
            json.writeObjectFieldStart("job");
            JobJson.summary(json, job.summary());
            JobJson.failure(json, job.failure());
            JobJson.detail(json, job);
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.println(text);
        out.flush();
    }
}

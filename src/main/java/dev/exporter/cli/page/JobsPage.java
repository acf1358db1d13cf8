package dev.exporter.cli.page;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.exporter.cli.progress.Amounts;
import dev.exporter.operations.jobs.JobPage;
import dev.exporter.operations.jobs.JobSummary;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** What {@code jobs} prints: a table, or one JSON object, which docs/jobs.schema.json describes. */
public final class JobsPage {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

    private final PrintStream out;

    public JobsPage(PrintStream out) {
        this.out = out;
    }

    /** @param isFiltered whether there may be other jobs */
    public void printText(JobPage page, boolean isFiltered) {
        if (page.jobs().isEmpty()) {
            out.println(
                    isFiltered
                            ? "There are no jobs like that in this job repository."
                            : "There are no jobs in this job repository.");
        } else {
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of("JOB", "STATE", "DATASET", "RANGE", "PARTITIONS", "ROWS", "TIME", "STARTED", "RUN"));
            page.jobs().forEach(job -> rows.add(row(job)));
            TextTable.lines("rlllrrrll", rows).forEach(out::println);
            if (page.next().isPresent()) {
                out.println("There are more; --limit shows them.");
            }
        }
        out.flush();
    }

    private static List<String> row(JobSummary job) {
        return List.of(
                Long.toString(job.executionId()),
                job.state().text(),
                job.dataset(),
                job.requestedRange(),
                job.partitions().completed() + "/" + job.partitions().total(),
                Amounts.count(job.rows()),
                Amounts.time(job.elapsed()),
                time(job.started()),
                job.run());
    }

    /** As pages show it: whoever compares the two must not have to reckon. */
    static String time(Instant time) {
        return TIME.format(time);
    }

    public void printJson(JobPage page) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            JobJson.begin(json);
            json.writeArrayFieldStart("jobs");
            for (JobSummary job : page.jobs()) {
                json.writeStartObject();
                JobJson.summary(json, job);
                JobJson.failure(json, job.failure());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeBooleanField("more", page.next().isPresent());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out.println(text);
        out.flush();
    }
}

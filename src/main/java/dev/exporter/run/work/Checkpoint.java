package dev.exporter.run.work;

import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.Problem;
import dev.exporter.plan.ProgressListener;
import dev.exporter.plan.RunPlan;
import dev.exporter.run.planning.Json;
import dev.exporter.staging.JobFolder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * Keeps the readable copy of a run's progress in its staging folder. The job repository decides, not this file: a run goes
 * on where it cannot be written, and warns of that once.
 */
public final class Checkpoint {
    private final RunPlan plan;
    private final JobFolder folder;
    private final ProgressListener progress;
    private final TreeSet<KeyRange> completed = new TreeSet<>();
    private boolean hasWarned;

    Checkpoint(RunPlan plan, JobFolder folder, ProgressListener progress) {
        this.plan = plan;
        this.folder = folder;
        this.progress = progress;
    }

    /** Notes that all files of a partition are staged. */
    public synchronized void completed(KeyRange partition) {
        completed.add(partition);
        Map<String, Object> note = new LinkedHashMap<>();
        note.put("run", plan.run().text());
        note.put("range", plan.range().toString());
        lastCompleteKey().ifPresent(key -> note.put("lastCompleteHeight", key));
        note.put("partitionsStaged", completed.size());
        write(new String(Json.pretty(note), StandardCharsets.UTF_8));
    }

    private void write(String note) {
        try {
            folder.writeCheckpoint(note);
        } catch (ExporterException e) {
            if (!hasWarned) {
                hasWarned = true;
                Problem problem = e.problem();
                progress.warning("the run goes on without the copy of its progress for people: " + problem.message()
                        + " (" + problem.where() + ")");
            }
        }
    }

    /** Whether all files of a partition are staged, by this execution of the run or by an earlier one. */
    public synchronized boolean isCompleted(KeyRange partition) {
        return completed.contains(partition);
    }

    /** The highest key below which every partition of the run is staged. */
    private OptionalLong lastCompleteKey() {
        OptionalLong last = OptionalLong.empty();
        for (RunPlan.Wave wave : plan.waves()) {
            for (KeyRange partition : wave.partitions()) {
                if (!completed.contains(partition)) {
                    return last;
                }
                last = OptionalLong.of(Math.min(partition.last(), plan.range().last()));
            }
        }
        return last;
    }
}

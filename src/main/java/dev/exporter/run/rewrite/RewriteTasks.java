package dev.exporter.run.rewrite;

import dev.exporter.run.rewrite.Rewriting.Done;
import dev.exporter.staging.StagedFile;
import dev.exporter.warehouse.keeping.TableRewrite;
import dev.exporter.warehouse.manifest.LiveFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** Partitions that are rewritten at the same time. For one thread, which waits for all of them. */
final class RewriteTasks {
    private final ExecutorService workers;
    private final Map<PartitionRewrite, Future<Optional<TableRewrite.Partition>>> tasks = new LinkedHashMap<>();

    RewriteTasks(ExecutorService workers) {
        this.workers = workers;
    }

    void submit(PartitionRewrite rewrite, Callable<Optional<TableRewrite.Partition>> work) {
        tasks.put(rewrite, workers.submit(work));
    }

    /** The partitions that have new files, by their table; where one fails, all others are waited for first. */
    Map<String, List<TableRewrite.Partition>> await() {
        Map<String, List<TableRewrite.Partition>> written = new LinkedHashMap<>();
        List<RuntimeException> failures = new ArrayList<>();
        tasks.forEach((rewrite, task) -> {
            try {
                result(task)
                        .ifPresent(partition -> written.computeIfAbsent(
                                        rewrite.table().name(), table -> new ArrayList<>())
                                .add(partition));
            } catch (RuntimeException e) {
                failures.add(e);
            }
        });
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
        return written;
    }

    private static Optional<TableRewrite.Partition> result(Future<Optional<TableRewrite.Partition>> task) {
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while partitions were rewritten", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** What the rewrite of a table was. */
    Done done(String table, List<TableRewrite.Partition> partitions) {
        int before = 0;
        long bytesBefore = 0;
        int after = 0;
        long bytesAfter = 0;
        for (TableRewrite.Partition partition : partitions) {
            before += partition.before().size();
            after += partition.after().files().size();
            bytesAfter += partition.after().files().stream()
                    .mapToLong(StagedFile::bytes)
                    .sum();
        }
        for (PartitionRewrite rewrite : tasks.keySet()) {
            boolean isDone = rewrite.table().name().equals(table)
                    && partitions.stream()
                            .anyMatch(partition -> partition.after().bounds().equals(rewrite.bounds()));
            bytesBefore +=
                    isDone ? rewrite.files().stream().mapToLong(LiveFile::bytes).sum() : 0;
        }
        return new Done(table, partitions.size(), before, after, bytesBefore, bytesAfter);
    }
}

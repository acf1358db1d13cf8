package dev.exporter.warehouse.runs;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.exporter.plan.ContentHash;
import dev.exporter.plan.DataFileName;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.RunId;
import dev.exporter.staging.StagedFile;
import dev.exporter.warehouse.disk.Layout;
import dev.exporter.warehouse.runs.RunFile.PlannedCommit;
import dev.exporter.warehouse.table.RewrittenPartition;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run file on disk. Targets are relative to the warehouse; commits name their files, which are listed with their
 * hashes once.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RunFileForm(
        int formatVersion,
        String run,
        String rangeColumn,
        List<File> files,
        @Nullable JsonNode plan,
        @Nullable List<Commit> commits)
        implements RunDocuments.Form {
    static final int FORMAT_VERSION = 1;

    record File(String target, String staged, long rows, long bytes, String sha256) {
        private StagedFile stagedFile() {
            DataFileName name = DataFileName.parse(Path.of(target).getFileName().toString());
            return new StagedFile(name, Path.of(staged), rows, bytes, sha256);
        }
    }

    record Commit(int wave, String table, List<Partition> partitions) {}

    /** @param beside absent where the partition is replaced, and in files of earlier versions */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Partition(
            KeyRange bounds,
            ContentHash hash,
            List<String> files,
            @Nullable List<String> beside) {}

    static RunFileForm of(RunFile runFile, Layout layout) throws JsonProcessingException {
        String column = runFile.rangeColumn();
        List<File> files = runFile.files().stream()
                .map(file -> new File(
                        layout.root()
                                .relativize(layout.dataFile(column, file.name()))
                                .toString(),
                        file.path().toString(),
                        file.rows(),
                        file.bytes(),
                        file.sha256()))
                .toList();
        @Nullable JsonNode plan = runFile.plan().isPresent()
                ? new ObjectMapper().readTree(runFile.plan().get())
                : null;
        List<Commit> commits = runFile.commits().stream()
                .map(commit -> new Commit(
                        commit.wave(),
                        commit.table(),
                        commit.rewritten().stream().map(RunFileForm::partition).toList()))
                .toList();
        return new RunFileForm(FORMAT_VERSION, runFile.run().text(), column, files, plan, commits);
    }

    private static Partition partition(RewrittenPartition rewritten) {
        return new Partition(
                rewritten.bounds(),
                rewritten.hash(),
                rewritten.files().stream().map(file -> file.name().toString()).toList(),
                rewritten.isReplaced() ? null : rewritten.beside());
    }

    /** @throws IllegalArgumentException if the parts do not fit together */
    RunFile runFile(RunId id) {
        List<StagedFile> staged = files.stream().map(File::stagedFile).toList();
        Map<String, StagedFile> byName = new HashMap<>();
        staged.forEach(file -> byName.put(file.name().toString(), file));
        List<PlannedCommit> planned = commits == null
                ? List.of()
                : commits.stream()
                        .map(commit -> new PlannedCommit(
                                commit.wave(),
                                commit.table(),
                                commit.partitions().stream()
                                        .map(partition -> rewritten(partition, byName))
                                        .toList()))
                        .toList();
        return new RunFile(id, rangeColumn, staged, Optional.ofNullable(plan).map(JsonNode::toString), planned);
    }

    private static RewrittenPartition rewritten(Partition partition, Map<String, StagedFile> byName) {
        List<StagedFile> files = partition.files().stream()
                .map(name -> Optional.ofNullable(byName.get(name))
                        .orElseThrow(() -> new IllegalArgumentException(name + " is committed, but not listed")))
                .toList();
        List<String> beside = partition.beside() == null ? List.of() : partition.beside();
        return new RewrittenPartition(partition.bounds(), partition.hash(), files, beside);
    }
}

package dev.exporter.staging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exporter.plan.DataFileName;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.RunId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobFolderTests {
    private static final RunId RUN = RunId.create(Instant.parse("2026-01-01T00:00:00Z"));
    private static final KeyRange FIRST = new KeyRange(0, 999);
    private static final KeyRange SECOND = new KeyRange(1000, 1999);

    @TempDir
    Path staging;

    @Test
    void aFullDiskIsToldAsTheSqlEngineTellsIt() {
        IOException full = new IOException("No space left on device");

        ExporterException failure = JobFolder.failed("a Parquet file could not be written", Path.of("a.parquet"), full);

        assertThat(failure.problem().code()).isEqualTo("disk-full");
        assertThat(failure.problem().where()).isEqualTo("a.parquet");
        assertThat(failure.problem().remedy())
                .isEqualTo(
                        "Free space (df) or files (df -i) there, then run the command again (an export with --resume)");
        assertThat(failure).hasCause(full);
    }

    @Test
    void aFolderIsMadeWithAllThatIsAboveIt() {
        JobFolder folder = JobFolder.of(staging.resolve("a/b"), RUN);

        folder.create();
        folder.create();

        assertThat(staging.resolve("a/b/job-" + RUN + "/files")).isDirectory();
        assertThat(folder.path()).isEqualTo(staging.resolve("a/b/job-" + RUN));
    }

    @Test
    void whatAKilledProcessHasSpilledIsRemoved() throws Exception {
        JobFolder folder = JobFolder.of(staging, RUN);
        folder.create();
        Files.createDirectories(folder.spill());
        Files.writeString(folder.spill().resolve("duckdb_temp_1"), "x");

        folder.create();

        assertThat(folder.spill()).doesNotExist();
    }

    @Test
    void thePlanIsReadBackWithTheHashThatWasReturned() throws Exception {
        JobFolder folder = JobFolder.of(staging, RUN);
        folder.create();
        assertThat(folder.readPlan()).isEmpty();

        String sha256 = folder.writePlan("abc".getBytes(StandardCharsets.UTF_8));

        // The example of FIPS 180-2, appendix B.1.
        assertThat(sha256).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(JobFolder.sha256(folder.readPlan().orElseThrow())).isEqualTo(sha256);
        folder.writePlan("second".getBytes(StandardCharsets.UTF_8));
        assertThat(folder.readPlan()).hasValue("second".getBytes(StandardCharsets.UTF_8));
        folder.writeCheckpoint("height 5");
        assertThat(folder.path().resolve(".checkpoint")).hasContent("height 5");
        try (var files = Files.list(folder.path())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("plan.json", ".checkpoint", "files");
        }
    }

    @Test
    void onlyTheNamedPartitionsAttemptsAreDeleted() throws Exception {
        JobFolder folder = JobFolder.of(staging, RUN);
        folder.create();
        DataFileName other = file("tags", SECOND, 1);
        DataFileName next = file("tags", FIRST, 2);
        for (DataFileName name : new DataFileName[] {file("tags", FIRST, 1), file("blocks", FIRST, 1), other, next}) {
            Files.writeString(folder.files().resolve(name.toString()), "x");
        }
        Files.writeString(folder.files().resolve(file("tags", FIRST, 1) + ".part"), "x");
        Files.writeString(folder.files().resolve("not ours"), "x");

        folder.deletePartition(FIRST, 1);

        assertThat(folder.stagedFiles()).containsExactly(next, other);
        assertThat(folder.files().resolve("not ours")).exists();
        folder.deleteFile(next);
        assertThat(folder.stagedFiles()).containsExactly(other);
        try (var files = Files.list(folder.files())) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void aStagedFileThatWasCutOrRemovedIsNotHeld() throws Exception {
        JobFolder folder = JobFolder.of(staging, RUN);
        folder.create();
        DataFileName name = file("tags", FIRST, 1);
        Path path = Files.writeString(folder.files().resolve(name.toString()), "1234");
        StagedFile file = new StagedFile(name, path, 1, 4, "");

        assertThat(folder.holds(file)).isTrue();
        Files.writeString(path, "123");
        assertThat(folder.holds(file)).isFalse();
        Files.delete(path);
        assertThat(folder.holds(file)).isFalse();
    }

    @Test
    void aDeletedFolderIsGoneAndCanBeDeletedAgain() throws Exception {
        JobFolder folder = JobFolder.of(staging, RUN);
        folder.create();
        folder.writePlan(new byte[] {1});
        folder.writeCheckpoint("x");
        Files.createDirectories(folder.spill().resolve("deep"));
        Path target = Files.createDirectory(staging.resolve("target"));
        Files.writeString(target.resolve("keep"), "x");
        Files.createSymbolicLink(folder.files().resolve("link"), target);

        folder.delete();
        folder.delete();

        assertThat(folder.path()).doesNotExist();
        assertThat(target.resolve("keep")).exists();
    }

    @Test
    void whatSymbolicLinksLeadToIsNotDeleted(@TempDir Path elsewhere) throws Exception {
        Path others = Files.writeString(
                Files.createDirectory(elsewhere.resolve("files")).resolve("others.txt"), "x");
        Path plan = Files.writeString(elsewhere.resolve("plan.json"), "{}");
        JobFolder linked = JobFolder.of(staging, RUN);
        JobFolder holdsLinks = JobFolder.of(staging, RunId.create(Instant.parse("2026-01-02T00:00:00Z")));
        Files.createSymbolicLink(linked.path(), elsewhere);
        Files.createDirectory(holdsLinks.path());
        Files.createSymbolicLink(holdsLinks.files(), elsewhere.resolve("files"));
        Files.createSymbolicLink(holdsLinks.spill(), elsewhere);

        linked.delete();
        holdsLinks.delete();

        assertThat(staging).isEmptyDirectory();
        assertThat(others).exists();
        assertThat(plan).exists();
    }

    @Test
    void runsAreFoundByTheirFoldersOldestFirst() throws Exception {
        RunId later = RunId.create(Instant.parse("2026-01-02T00:00:00Z"));
        assertThat(JobFolder.runs(staging.resolve("none"))).isEmpty();
        JobFolder.of(staging, later).create();
        JobFolder.of(staging, RUN).create();
        Files.createDirectory(staging.resolve("job-odd"));
        Files.writeString(staging.resolve("jobs.db"), "x");

        assertThat(JobFolder.runs(staging)).containsExactly(RUN, later);
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws Exception {
        Path file = Files.writeString(staging.resolve("file"), "x");

        assertThatThrownBy(() -> JobFolder.of(file, RUN).create())
                .isInstanceOfSatisfying(ExporterException.class, e -> {
                    assertThat(e.problem().code()).isEqualTo("staging-failed");
                    assertThat(e.problem().where()).contains(file.toString());
                    assertThat(e.problem().remedy()).contains("--stagingDir");
                });
    }

    private static DataFileName file(String table, KeyRange partition, int attempt) {
        return new DataFileName(table, partition, 1, RUN, attempt);
    }
}

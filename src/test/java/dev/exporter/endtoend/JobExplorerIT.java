package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.fault.FaultPoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Other programs of Spring Batch read the job repository of an export while it is under way. */
@Timeout(300)
class JobExplorerIT {
    @TempDir
    Path directory;

    @Test
    void aPlainProgramListsARunningExportInSqlite() throws Exception {
        requireThatAPlainProgramListsIt("sqlite");
    }

    /** H2 gives its file to one process; that process serves the others. */
    @Test
    void aPlainProgramListsARunningExportInH2() throws Exception {
        requireThatAPlainProgramListsIt("h2");
    }

    private void requireThatAPlainProgramListsIt(String repository) throws Exception {
        SourceGateway gateway = InterruptedExport.gateway(directory.resolve("gateway"));
        InterruptedExport export = new InterruptedExport(directory, gateway, "--jobRepository=" + repository);
        ExporterJar.Running running = export.begin(Kill.At.first(FaultPoint.AFTER_CHECKPOINT));
        Path staging = directory.resolve("staging");
        boolean isH2 = repository.equals("h2");
        running.await(() -> !isH2 || Files.exists(staging.resolve("jobs.url")));
        String url = isH2
                ? Files.readAllLines(staging.resolve("jobs.url")).get(0)
                : "jdbc:sqlite:file:" + staging.resolve("jobs.db") + "?mode=ro&busy_timeout=30000";

        List<String> listed = list(url, isH2 ? "sa" : "");
        ExporterJar.Ended ended = running.kill();

        String run = export.runFolders().get(0).getFileName().toString().substring("job-".length());
        assertThat(listed.get(0)).matches("instance export \\d+");
        assertThat(listed.get(1)).matches("execution \\d+ STARTED " + run + " true");
        assertThat(listed).contains("step plan COMPLETED -1", "running 1");
        assertThat(listed.stream().filter(line -> line.startsWith("step export-0001:")))
                .hasSize(8)
                .anyMatch(line -> line.matches("step export-0001:\\d+-\\d+ STARTED [1-9]\\d*"));
        assertThat(ended.exitCode()).isEqualTo(137);
        if (isH2) {
            assertThat(Files.getPosixFilePermissions(staging.resolve("jobs.url"))
                            .toString())
                    .doesNotContain("GROUP", "OTHERS");
        }
    }

    private List<String> list(String url, String user) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        JobExplorerProgram.class.getName(),
                        url,
                        user)
                .redirectError(directory.resolve("explorer.log").toFile())
                .start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.matches("(instance|execution|step|running) .*"))
                .toList();
        assertThat(process.waitFor())
                .as(Files.readString(directory.resolve("explorer.log")))
                .isZero();
        return lines;
    }
}

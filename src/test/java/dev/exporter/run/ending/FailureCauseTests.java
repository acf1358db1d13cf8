package dev.exporter.run.ending;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.Problem;
import dev.exporter.run.repository.JobStoreAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.TransactionSystemException;

class FailureCauseTests {
    private static final JobStoreAddress ADDRESS =
            JobStoreAddress.parse("sqlite", Path.of("/data/staging"), Optional.empty());

    @Test
    void wantOfHeapSaysWhereToGiveMore() {
        Problem problem =
                FailureCause.of(List.of(new IllegalStateException(new OutOfMemoryError("Java heap space"))), "run x");

        assertThat(problem.text()).contains("Java heap space", "run x", "-Xmx", "--resume");
    }

    @Test
    void anExplainedCauseIsToldHoweverDeepItIs() {
        ExporterException explained = ExporterException.failed("a-code", "a message", "here", "do this", null);

        Problem problem =
                FailureCause.of(List.of(new IllegalStateException(new IllegalArgumentException(explained))), "run x");

        assertThat(problem).isEqualTo(explained.problem());
    }

    @Test
    void onlyTheLossOfRowsHasAnExitCodeOfItsOwn() {
        Problem problem = new Problem("would-lose-rows", "a message", "here", "do this");
        Exception loss = new ExporterException(ExitCode.WOULD_LOSE_ROWS, problem, null);

        assertThat(FailureCause.exitCode(
                        List.of(new IllegalStateException("stopped"), new IllegalStateException(loss))))
                .isEqualTo(ExitCode.WOULD_LOSE_ROWS);
        assertThat(FailureCause.exitCode(List.of(ExporterException.failed("first", "", "", "", null), loss)))
                .isEqualTo(ExitCode.FAILED);
        assertThat(FailureCause.exitCode(List.of())).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void aFullDiskIsToldAsOne() {
        IOException full = new IOException("/data/staging/job-x/files: No space left on device");

        Problem problem = FailureCause.of(List.of(new UncheckedIOException(full)), "run x");

        assertThat(problem.code()).isEqualTo("disk-full");
    }

    @Test
    void aJobRepositoryOnAFullDiskIsToldAsOne() {
        SQLException full = new SQLException("[SQLITE_FULL] Insertion failed because database is full");

        ExporterException failure =
                FailureCause.ofRepository(new TransactionSystemException("JDBC commit failed", full), ADDRESS);

        assertThat(failure.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(failure.problem().code()).isEqualTo("disk-full");
        assertThat(failure.problem().where()).isEqualTo("/data/staging/jobs.db");
    }

    @Test
    void aJobRepositoryThatFailsSaysWhyInOneLine() {
        SQLException gone = new SQLException("the server\n  closed the connection");

        ExporterException failure =
                FailureCause.ofRepository(new TransactionSystemException("JDBC commit failed", gone), ADDRESS);

        assertThat(failure.problem().message())
                .isEqualTo("the job repository failed: the server closed the connection");
    }
}

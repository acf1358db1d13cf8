package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A second process that asks every job repository in a folder how far its runs are, until its standard input ends. Then
 * it says how often it was answered; any failure but that of a folder that goes away ends it with exit code 1.
 */
final class RepositoryAsker {
    private static final int PAUSE_MILLISECONDS = 200;
    private static final String SQL =
            "SELECT step_name, status, read_count FROM batch_step_execution ORDER BY step_execution_id";

    private RepositoryAsker() {}

    /** Starts it for the repositories {@code <folder>/<any>/staging/jobs.db}. */
    static Process start(Path folder) throws Exception {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RepositoryAsker.class.getName(),
                        folder.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Ends it; returns how often it was answered. Fails where it has failed. */
    static int answers(Process asker) throws Exception {
        try (BufferedReader answers = asker.inputReader(StandardCharsets.US_ASCII)) {
            asker.getOutputStream().write('\n');
            asker.getOutputStream().close();
            String count = answers.readLine();
            assertThat(asker.waitFor())
                    .as("exit code of the process that asked the job repository")
                    .isZero();
            return Integer.parseInt(count);
        }
    }

    public static void main(String[] arguments) throws Exception {
        CompletableFuture<Void> told = CompletableFuture.runAsync(RepositoryAsker::awaitInput);
        int answers = 0;
        do {
            try (DirectoryStream<Path> exports = Files.newDirectoryStream(Path.of(arguments[0]))) {
                for (Path export : exports) {
                    Path repository = export.resolve("staging/jobs.db");
                    answers += Files.exists(repository) && isAnswered(repository) ? 1 : 0;
                }
            }
        } while (!isToldWithinThePause(told));
        System.out.println(answers);
    }

    private static boolean isToldWithinThePause(CompletableFuture<Void> told) throws Exception {
        try {
            told.get(PAUSE_MILLISECONDS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    /** Also returns at the end of the input, so that this process outlives none that has started it. */
    private static void awaitInput() {
        try {
            int ignored = System.in.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isAnswered(Path repository) throws SQLException {
        // Not for reading only: what a process that was killed has begun must be rolled back first.
        String url = "jdbc:sqlite:file:" + repository + "?mode=rw&busy_timeout=30000";
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet steps = statement.executeQuery(SQL)) {
            while (steps.next()) {
                steps.getString(2);
            }
            return true;
        } catch (SQLException e) {
            boolean isBeingMade = String.valueOf(e.getMessage()).contains("no such table");
            if (!isBeingMade && Files.exists(repository)) {
                throw e;
            }
            return false;
        }
    }
}

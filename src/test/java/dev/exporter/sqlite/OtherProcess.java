package dev.exporter.sqlite;

import dev.exporter.sqlite.wal.WalHeader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Another process with the database open: it sees this one's locks, and can lose against them. */
public final class OtherProcess implements AutoCloseable {
    private static final String OK = "ok";
    private static final long MOST_LOG_BYTES = 8 << 20;

    private final Process process;
    private final PrintWriter toProcess;
    private final BufferedReader fromProcess;

    public OtherProcess(Path database) throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        OtherProcess.class.getName(),
                        database.toString())
                .redirectError(Redirect.DISCARD)
                .start();
        toProcess = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
        fromProcess = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Executes SQL there; gives "ok" or what SQLite says against it. */
    public String execute(String sql) throws IOException {
        toProcess.println(sql);
        return String.valueOf(fromProcess.readLine());
    }

    /** Copies the database's main file there. */
    String copyDatabaseTo(Path target) throws IOException {
        return execute("copy " + target);
    }

    /** Begins to write at random there, until {@link #stopWriting}. */
    void writeAtRandom(long seed, int pageSize) {
        toProcess.println("write " + seed + " " + pageSize);
    }

    /** Ends what {@link #writeAtRandom} has begun. */
    String stopWriting() throws IOException {
        toProcess.println("SELECT 1");
        return fromProcess.readLine() + ", " + fromProcess.readLine();
    }

    @Override
    public void close() throws InterruptedException {
        toProcess.close();
        if (!process.waitFor(1, TimeUnit.MINUTES)) {
            process.destroyForcibly();
        }
    }

    public static void main(String[] arguments) throws Exception {
        Path database = Path.of(arguments[0]);
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database.toUri());
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 0");
            for (String command = commands.readLine(); command != null; command = commands.readLine()) {
                System.out.println(execute(database, statement, command, commands));
            }
        }
    }

    private static String execute(Path database, Statement statement, String command, BufferedReader commands)
            throws SQLException, IOException {
        if (command.startsWith("copy ")) {
            Files.copy(database, Path.of(command.substring("copy ".length())));
            return OK;
        }
        if (command.startsWith("write ")) {
            String[] words = command.split(" ");
            write(database, Long.parseLong(words[1]), Integer.parseInt(words[2]), commands);
            return OK;
        }
        try {
            statement.execute(command);
            return OK;
        } catch (SQLException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static void write(Path database, long seed, int pageSize, BufferedReader commands)
            throws SQLException, IOException {
        Random random = new Random(seed);
        try (Writer writer = new Writer(database, random, pageSize)) {
            // the order to disk between a commit's frames and its announcement takes the longest
            writer.execute("PRAGMA synchronous = FULL");
            while (!commands.ready()) {
                // a log that grew too long for its readers is only checkpointed until it begins anew
                if (random.nextInt(12) == 0 || Files.size(WalHeader.logOf(database)) > MOST_LOG_BYTES) {
                    writer.checkpoint();
                } else {
                    writer.step();
                }
            }
        }
    }
}

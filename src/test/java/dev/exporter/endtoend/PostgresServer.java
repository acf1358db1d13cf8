package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.exporter.Await;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Postgres server of a test's own, on a free port of the loopback address, in a folder that goes with it. Both go with
 * the test's process as well, however that ends.
 */
public final class PostgresServer implements AutoCloseable {
    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

    /**
     * Runs a server until standard input ends, as it does with the process at its other end. Processes are killed here,
     * not the machine: fsync would only cost time.
     */
    private static final String RUN = """
            "$1" -D "$2/data" -h 127.0.0.1 -p "$3" -k "$2" -c fsync=off > "$2/log" 2>&1 < /dev/null &
            cat > /dev/null
            kill -QUIT $!
            wait
            rm -r "$2"
            """;

    private final String directory;
    private final int port;
    private final Process process;

    private PostgresServer(String directory, int port, Process process) {
        this.directory = directory;
        this.port = port;
        this.process = process;
    }

    /** Starts a server; where Postgres is not installed, the test is skipped and says so. */
    public static PostgresServer start() throws IOException, InterruptedException {
        Optional<Path> programs = programs();
        assumeTrue(
                programs.isPresent(),
                "SKIPPED: Postgres is not installed (no initdb on the PATH or in " + DEBIAN + "/*/bin)");
        String directory = run(List.of("mktemp", "-d")).trim();
        String initdb = programs.get().resolve("initdb").toString();
        run(List.of(initdb, "-D", directory + "/data", "-U", "postgres", "-A", "trust", "-N"));
        String postgres = programs.get().resolve("postgres").toString();
        int port = freePort();
        Process process = asPostgres(List.of("sh", "-c", RUN, "sh", postgres, directory, Integer.toString(port)))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        PostgresServer server = new PostgresServer(directory, port, process);
        server.awaitAnswer();
        return server;
    }

    private void awaitAnswer() throws IOException, InterruptedException {
        try {
            Await.until(this::answers);
        } catch (AssertionError e) {
            String log = run(List.of("cat", directory + "/log"));
            close();
            throw new AssertionError(log, e);
        }
    }

    private boolean answers() {
        try (Connection connection = DriverManager.getConnection(url())) {
            return connection.isValid(10);
        } catch (SQLException e) {
            return false; // not yet
        }
    }

    /** Lets nobody in any more without this password. */
    void requirePassword(String password) throws IOException, InterruptedException, SQLException {
        try (Connection connection = DriverManager.getConnection(url());
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER ROLE postgres PASSWORD '" + password + "'");
            String rule = "host all all 127.0.0.1/32 scram-sha-256";
            run(List.of("sh", "-c", "echo '" + rule + "' > " + directory + "/data/pg_hba.conf"));
            statement.execute("SELECT pg_reload_conf()");
        }
    }

    /** The JDBC URL of an empty database. */
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
    }

    private static Optional<Path> programs() throws IOException {
        List<Path> folders = new ArrayList<>();
        for (String folder : System.getenv("PATH").split(File.pathSeparator, -1)) {
            folders.add(Path.of(folder));
        }
        if (Files.isDirectory(DEBIAN)) {
            try (Stream<Path> versions = Files.list(DEBIAN)) {
                versions.map(version -> version.resolve("bin")).forEach(folders::add);
            }
        }
        return folders.stream()
                .filter(folder -> Files.isExecutable(folder.resolve("initdb")))
                .findFirst();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Runs a command to its end, and returns what it has said. */
    private static String run(List<String> command) throws IOException, InterruptedException {
        Process process = asPostgres(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", command, said).isZero();
        return said;
    }

    /** As the user {@code postgres} where this is root, whom Postgres refuses to run for. */
    private static ProcessBuilder asPostgres(List<String> command) {
        List<String> full = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            full.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
        }
        full.addAll(command);
        return new ProcessBuilder(full).directory(new File("/"));
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.getOutputStream().close();
        assertThat(process.waitFor()).as("the end of the server").isZero();
    }
}

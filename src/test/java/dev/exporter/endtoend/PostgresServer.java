package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A Postgres server of a test's own, on a free port of the loopback address, in a folder that goes with it. */
public final class PostgresServer implements AutoCloseable {
    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

    private final Path programs;
    private final String directory;
    private final int port;

    private PostgresServer(Path programs, String directory, int port) {
        this.programs = programs;
        this.directory = directory;
        this.port = port;
    }

    /** Starts a server; where Postgres is not installed, the test is skipped and says so. */
    public static PostgresServer start() throws IOException, InterruptedException {
        Optional<Path> programs = programs();
        assumeTrue(
                programs.isPresent(),
                "SKIPPED: Postgres is not installed (no initdb on the PATH or in " + DEBIAN + "/*/bin)");
        String directory = run(List.of("mktemp", "-d")).trim();
        PostgresServer server = new PostgresServer(programs.get(), directory, freePort());
        server.run("initdb", "-D", directory + "/data", "-U", "postgres", "-A", "trust", "-N");
        // Processes are killed here, not the machine: fsync would only cost time.
        String options = "-h 127.0.0.1 -p " + server.port + " -k " + directory + " -c fsync=off";
        server.run("pg_ctl", "-D", directory + "/data", "-l", directory + "/log", "-o", options, "-w", "start");
        return server;
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

    private void run(String program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(programs.resolve(program).toString()));
        command.addAll(List.of(arguments));
        run(command);
    }

    /** Runs a command, as the user {@code postgres} where this is root, whom Postgres refuses to run for. */
    private static String run(List<String> command) throws IOException, InterruptedException {
        List<String> full = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            full.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
        }
        full.addAll(command);
        // A file, since the server keeps open what it is started with.
        Path output = Files.createTempFile("postgres", ".txt");
        try {
            int code = new ProcessBuilder(full)
                    .directory(new File("/"))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start()
                    .waitFor();
            String said = Files.readString(output, StandardCharsets.UTF_8);
            assertThat(code).as("%s: %s", command, said).isZero();
            return said;
        } finally {
            Files.delete(output);
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        run("pg_ctl", "-D", directory + "/data", "-m", "immediate", "-w", "stop");
        run(List.of("rm", "-r", directory));
    }
}

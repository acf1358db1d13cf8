package dev.exporter.run.repository;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.h2.tools.Server;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets others read an H2 job repository while this process has it: H2 gives a database's file to one process at a time.
 * A server on the loopback address answers those who know the key, which only the file's owner can read. The process that
 * exports is always the one that serves, so that none of its readers can take the repository away from it.
 */
final class H2Door implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(H2Door.class);

    private final Path note;
    private final Thread opening;
    private volatile Optional<Server> server = Optional.empty();
    private boolean isClosed;

    private H2Door(String database, Path note) {
        this.note = note;
        this.opening = new Thread(() -> serve(database), "h2-door");
        opening.setDaemon(true);
    }

    /** Makes H2's servers listen on the loopback address only; to be called before H2 is loaded. */
    static void onLoopbackOnly() {
        System.setProperty("h2.bindAddress", "127.0.0.1");
    }

    /** Opens it in the background, since nothing waits for it. */
    static H2Door open(JobStoreAddress address) {
        String database = address.url().replaceFirst("^jdbc:h2:", "").replaceFirst(";.*", "");
        H2Door door = new H2Door(database, note(address));
        door.opening.start();
        return door;
    }

    /** The URL by which another process is to read now; empty where none has the repository, or none is ready. */
    static Optional<String> url(JobStoreAddress address) {
        try {
            List<String> lines = Files.readAllLines(note(address));
            // Of a process that is gone the port may be another program's by now, and its number another process's.
            boolean isAlive = lines.size() == 3
                    && ProcessHandle.of(Long.parseLong(lines.get(1).replaceFirst("process=", "")))
                            .filter(process -> !process.equals(ProcessHandle.current()))
                            .filter(process -> started(process).equals(lines.get(2)))
                            .isPresent();
            return isAlive ? Optional.of(lines.get(0)) : Optional.empty();
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static String started(ProcessHandle process) {
        return "started=" + process.info().startInstant().orElse(Instant.EPOCH);
    }

    /** Beside the database: {@code jobs.url} of {@code jobs.mv.db}. */
    private static Path note(JobStoreAddress address) {
        Path file = address.file().orElseThrow();
        return file.resolveSibling(file.getFileName().toString().replaceFirst("\\.mv\\.db$", ".url"));
    }

    private void serve(String database) {
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        String key = HexFormat.of().formatHex(random);
        try {
            Server started = Server.createTcpServer("-tcpPort", "0", "-tcpDaemon", "-key", key, database)
                    .start();
            publish("jdbc:h2:tcp://127.0.0.1:" + started.getPort() + "/" + key, started);
        } catch (SQLException | IOException e) {
            LOG.warn("other processes cannot read the job repository while this one has it: {}", e.getMessage());
        }
    }

    private synchronized void publish(String url, Server started) throws IOException {
        if (isClosed) {
            started.stop();
            return;
        }
        server = Optional.of(started);
        // One process at a time has the database, so that none that was killed leaves a name of its own.
        Path temporary = note.resolveSibling(note.getFileName() + ".tmp");
        Files.deleteIfExists(temporary);
        Files.createFile(temporary, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        ProcessHandle self = ProcessHandle.current();
        Files.writeString(temporary, url + "\nprocess=" + self.pid() + "\n" + started(self) + "\n");
        Files.move(temporary, note, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        server.ifPresent(started -> {
            try {
                Files.deleteIfExists(note);
            } catch (IOException e) {
                LOG.debug("left behind, and told from a living one by the next reader: {}", note, e);
            }
            started.stop();
        });
    }
}

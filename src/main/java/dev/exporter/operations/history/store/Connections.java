package dev.exporter.operations.history.store;

import dev.exporter.plan.ExporterException;
import dev.exporter.run.repository.JobStoreAddress;
import dev.exporter.run.repository.RepositoryAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;

/**
 * Connections to a job repository for short questions. A few are kept open between them, but no connection to a file that
 * another one has replaced, and none that would keep other processes out. Thread-safe.
 */
public final class Connections implements AutoCloseable {
    private static final int MOST_IDLE = 4;
    private static final long LONGEST_IDLE_NANOS = Duration.ofSeconds(30).toNanos();

    private final JobStoreAddress address;
    private final Deque<Idle> idle = new ArrayDeque<>();
    private boolean isClosed;

    /** Nothing is opened yet. */
    public Connections(JobStoreAddress address) {
        this.address = address;
    }

    /** Something to be asked. */
    @FunctionalInterface
    public interface Question<T> {
        T ask(Connection connection) throws SQLException;
    }

    private record Idle(Connection connection, Object file, long since) {}

    /**
     * Asks the repository; empty where there is none yet.
     *
     * @throws ExporterException failed, if it cannot be asked
     */
    public <T> Optional<T> ask(Question<T> question) {
        try {
            Object file = file();
            Optional<Connection> kept = take(file);
            if (kept.isEmpty() && !RepositoryAccess.exists(address)) {
                return Optional.empty();
            }
            Connection connection = kept.isPresent() ? kept.get() : RepositoryAccess.open(address);
            boolean isDone = false;
            try {
                T answer = question.ask(connection);
                isDone = true;
                return Optional.of(answer);
            } finally {
                giveBack(connection, file, isDone);
            }
        } catch (SQLException e) {
            throw address.unreadable(e);
        }
    }

    /**
     * Makes sure that there is something to ask.
     *
     * @throws ExporterException refused, if there is no repository; failed, if it cannot be asked
     */
    public void requireRepository() {
        if (ask(connection -> true).isEmpty()) {
            throw address.absent();
        }
    }

    /** Which file the repository is now; the same object for those that have none. */
    private Object file() {
        try {
            Optional<Path> path = address.file();
            return path.isPresent() && Files.exists(path.get())
                    ? Objects.requireNonNullElse(
                            Files.readAttributes(path.get(), BasicFileAttributes.class)
                                    .fileKey(),
                            path.get())
                    : address;
        } catch (IOException e) {
            return new Object(); // it went away meanwhile: no kept connection is to it
        }
    }

    private synchronized Optional<Connection> take(Object file) throws SQLException {
        Optional<Connection> found = Optional.empty();
        for (Iterator<Idle> each = idle.iterator(); each.hasNext(); ) {
            Idle one = each.next();
            boolean isFresh = one.file().equals(file) && System.nanoTime() - one.since() < LONGEST_IDLE_NANOS;
            if (isFresh && found.isEmpty()) {
                each.remove();
                found = Optional.of(one.connection());
            } else if (!isFresh) {
                each.remove();
                one.connection().close();
            }
        }
        return found;
    }

    private void giveBack(Connection connection, Object file, boolean isUsable) throws SQLException {
        boolean isKept = isUsable && RepositoryAccess.mayBeKept(connection) && keep(connection, file);
        if (!isKept) {
            connection.close();
        }
    }

    private synchronized boolean keep(Connection connection, Object file) {
        if (isClosed || idle.size() >= MOST_IDLE) {
            return false;
        }
        idle.add(new Idle(connection, file, System.nanoTime()));
        return true;
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        for (Idle one : idle) {
            try {
                one.connection().close();
            } catch (SQLException e) {
                // It was only read from.
            }
        }
        idle.clear();
    }
}

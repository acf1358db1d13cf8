package dev.exporter.run.repository;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;

/** Connections to a job repository beside those of the run that works with it: plain ones, without Spring. */
public final class RepositoryAccess {
    /** While another process only looks at an H2 file. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private static final long PAUSE_NANOS = Duration.ofMillis(50).toNanos();
    private static final int H2_IN_USE = 90020;

    private RepositoryAccess() {}

    /** Whether the repository is there, with its tables; asking does not make it. */
    public static boolean exists(JobStoreAddress address) throws SQLException {
        if (address.isAbsent()) {
            return false;
        }
        try (Connection connection = open(address)) {
            return BatchTables.exist(connection, address.kind());
        }
    }

    /** Whether an open connection may be kept for a while: H2 keeps others from a file that is open. */
    public static boolean mayBeKept(Connection connection) throws SQLException {
        String url = connection.getMetaData().getURL();
        return !url.startsWith("jdbc:h2:") || url.startsWith("jdbc:h2:tcp:");
    }

    /** A connection, by way of the process that has the repository where only one can have it. */
    public static Connection open(JobStoreAddress address) throws SQLException {
        return address.kind() == JobStoreAddress.Kind.H2 ? openH2(address) : connect(address.url(), address);
    }

    private static Connection openH2(JobStoreAddress address) throws SQLException {
        H2Door.onLoopbackOnly();
        long began = System.nanoTime();
        while (true) {
            Optional<String> served = H2Door.url(address);
            if (served.isPresent()) {
                try {
                    return connect(served.get(), address);
                } catch (SQLException e) {
                    // Its process is gone: whoever opens the file next may well be this one.
                }
            }
            try {
                return connect(address.url() + ";IFEXISTS=TRUE", address);
            } catch (SQLException e) {
                if (e.getErrorCode() != H2_IN_USE || System.nanoTime() - began > LONGEST_WAIT.toNanos()) {
                    throw e;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private static Connection connect(String url, JobStoreAddress address) throws SQLException {
        Properties login = new Properties();
        login.putAll(address.driverSettings());
        address.user().ifPresent(user -> login.setProperty("user", user));
        address.password().ifPresent(password -> login.setProperty("password", password));
        return DriverManager.getConnection(url, login);
    }
}

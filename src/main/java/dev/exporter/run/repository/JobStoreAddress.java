package dev.exporter.run.repository;

import dev.exporter.plan.ExporterException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a job repository is, with the settings that keep its commits through a crash.
 *
 * @param url the JDBC URL, without a password
 * @param file the database's file, where it has one
 * @param shown how it is named in messages
 */
public record JobStoreAddress(
        Kind kind, String url, Optional<Path> file, Optional<String> user, Optional<String> password, String shown) {
    private static final Pattern PASSWORD = Pattern.compile("(?i)[?&;]password=|//[^/@]*:[^/@]*@");

    /** The databases that hold job repositories. */
    enum Kind {
        SQLITE("SQLITE", "sqlite", Connection.TRANSACTION_SERIALIZABLE),
        H2("H2", "h2", Connection.TRANSACTION_READ_COMMITTED),
        POSTGRES("POSTGRES", "postgresql", Connection.TRANSACTION_READ_COMMITTED);

        private final String databaseType;
        private final String script;
        private final int isolation;

        Kind(String databaseType, String script, int isolation) {
            this.databaseType = databaseType;
            this.script = script;
            this.isolation = isolation;
        }

        /** Spring Batch's name of the database. */
        String databaseType() {
            return databaseType;
        }

        /** The script in Spring Batch's jar that makes its tables. */
        String schema() {
            return "org/springframework/batch/core/schema-" + script + ".sql";
        }

        int defaultIsolation() {
            return isolation;
        }
    }

    /**
     * Reads the option {@code --jobRepository}.
     *
     * @param text {@code sqlite}, {@code h2}, or a JDBC URL of one of the three databases
     * @param password of the database, from the environment or a file
     * @throws ExporterException refused, if the text is none of these or holds a password
     */
    public static JobStoreAddress parse(String text, Path staging, Optional<String> password) {
        if (PASSWORD.matcher(text).find()) {
            throw ExporterException.refused(
                    "password-in-url",
                    "the JDBC URL holds a password, which would end up in process lists and logs",
                    "--jobRepository",
                    "Take it out and give it by EXPORTER_JOB_REPOSITORY_PASSWORD or --passwordFile");
        }
        if (text.equals("sqlite")) {
            return sqlite(staging.resolve("jobs.db"));
        }
        if (text.equals("h2")) {
            return h2(staging.resolve("jobs"));
        }
        if (text.startsWith("jdbc:postgresql:")) {
            return new JobStoreAddress(Kind.POSTGRES, text, Optional.empty(), Optional.empty(), password, text);
        }
        if (text.startsWith("jdbc:sqlite:")) {
            return sqlite(Path.of(text.substring("jdbc:sqlite:".length())).toAbsolutePath());
        }
        if (text.startsWith("jdbc:h2:file:")) {
            return h2(Path.of(text.substring("jdbc:h2:file:".length())).toAbsolutePath());
        }
        throw ExporterException.refused(
                "job-repository-unknown",
                "'" + text + "' is not a job repository",
                "--jobRepository",
                "Use sqlite, h2, jdbc:sqlite:FILE, jdbc:h2:file:FILE or jdbc:postgresql://HOST/DATABASE?user=NAME");
    }

    private static JobStoreAddress sqlite(Path file) {
        // As a URI (sqlite.org/uri.html), since the driver would take a question mark in the path for the path's end.
        String path = file.toString().replace("%", "%25").replace("?", "%3F").replace("#", "%23");
        String url = "jdbc:sqlite:file:" + path
                + "?journal_mode=WAL&synchronous=NORMAL&busy_timeout=30000&transaction_mode=IMMEDIATE";
        return new JobStoreAddress(
                Kind.SQLITE, url, Optional.of(file), Optional.empty(), Optional.empty(), file.toString());
    }

    /** H2 acknowledges commits before they are written unless WRITE_DELAY is 0; async: survives interrupts. */
    private static JobStoreAddress h2(Path file) {
        if (file.toString().contains(";")) {
            throw ExporterException.refused(
                    "job-repository-unknown",
                    "H2 cannot have a file whose path contains a semicolon: " + file,
                    "--jobRepository, --stagingDir",
                    "Choose another path, or the job repository sqlite");
        }
        String url = "jdbc:h2:async:" + file + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";
        Path data = file.resolveSibling(file.getFileName() + ".mv.db");
        return new JobStoreAddress(
                Kind.H2, url, Optional.of(data), Optional.of("sa"), Optional.of(""), data.toString());
    }

    /** What the driver is told beside the URL, whose own settings win. */
    Map<String, String> driverSettings() {
        // A connection that is lost without a word would be waited for without end, and the range held meanwhile.
        return kind == Kind.POSTGRES ? Map.of("tcpKeepAlive", "true", "socketTimeout", "120") : Map.of();
    }

    /** What a failure to ask the repository means to whoever needs its answer. */
    public ExporterException unreadable(SQLException failure) {
        return ExporterException.failed(
                "job-repository-unavailable",
                "the job repository cannot be read: " + failure.getMessage(),
                shown,
                "Check --jobRepository and --stagingDir",
                failure);
    }

    /** What it means to whoever looks for runs that there is no repository. */
    public ExporterException absent() {
        return ExporterException.refused(
                "no-job-repository",
                "there is no job repository " + shown,
                "--stagingDir, --jobRepository",
                "An export makes it; name the place where exports keep theirs");
    }

    /** Whether the database is sure not to exist yet, so that asking it would only create it. */
    boolean isAbsent() {
        return file.isPresent() && !Files.exists(file.get());
    }
}

package dev.exporter.run.repository;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.exporter.plan.ExporterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.batch.core.configuration.DuplicateJobException;
import org.springframework.batch.core.configuration.JobRegistry;
import org.springframework.batch.core.configuration.support.MapJobRegistry;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.launch.support.TaskExecutorJobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.repository.support.JdbcJobRepositoryFactoryBean;
import org.springframework.core.task.SyncTaskExecutor;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Isolation;

/**
 * The open job repository: Spring Batch's tables in SQLite, H2 or Postgres, and what works on them. Its parts are put
 * together by hand, without an application context, since a command-line run needs nothing else of one.
 */
public final class JobStore implements AutoCloseable {
    private static final String STOP_REQUESTED =
            "SELECT 1 FROM BATCH_JOB_EXECUTION WHERE JOB_EXECUTION_ID = ? AND STATUS = 'STOPPING'";

    private static final String NOTE_LOADED = "UPDATE BATCH_STEP_EXECUTION SET EXIT_MESSAGE = ?"
            + " WHERE JOB_EXECUTION_ID = ? AND STEP_NAME LIKE 'load-%' AND STATUS = 'STARTED'";

    private final HikariDataSource pool;
    private final JobRepository repository;
    private final JobOperator operator;
    private final JobRegistry jobs;
    private final PlatformTransactionManager transactions;
    private final Optional<H2Door> door;

    private JobStore(
            HikariDataSource pool,
            JobRepository repository,
            JobOperator operator,
            JobRegistry jobs,
            PlatformTransactionManager transactions,
            Optional<H2Door> door) {
        this.door = door;
        this.pool = pool;
        this.repository = repository;
        this.operator = operator;
        this.jobs = jobs;
        this.transactions = transactions;
    }

    /**
     * Opens the repository and makes its tables where they are missing.
     *
     * @param workers threads that write to it at the same time
     * @throws ExporterException failed, if the database cannot be opened
     */
    public static JobStore open(JobStoreAddress address, int workers) {
        if (address.kind() == JobStoreAddress.Kind.H2) {
            H2Door.onLoopbackOnly();
        }
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(address.url());
        address.driverSettings().forEach(config::addDataSourceProperty);
        address.user().ifPresent(config::setUsername);
        address.password().ifPresent(config::setPassword);
        config.setMaximumPoolSize(workers + 2);
        config.setMinimumIdle(1);
        config.setInitializationFailTimeout(10_000);
        try {
            address.file().map(Path::getParent).ifPresent(JobStore::createDirectories);
            HikariDataSource pool = new HikariDataSource(config);
            try {
                SchemaScript.run(pool, address.kind());
                Indexes.make(pool, address.kind());
                return assemble(pool, address);
            } catch (Exception e) {
                pool.close();
                throw e;
            }
        } catch (Exception e) {
            throw ExporterException.failed(
                    "job-repository-unavailable",
                    "the job repository cannot be opened: " + rootMessage(e),
                    address.shown(),
                    "Check --jobRepository and, for the default one, --stagingDir",
                    e);
        }
    }

    private static JobStore assemble(HikariDataSource pool, JobStoreAddress address) throws Exception {
        JobStoreAddress.Kind kind = address.kind();
        // A chunk's transaction spans the writing of a file; its connection must be taken only for the bookkeeping
        // at the end, or workers would wait for each other.
        LazyConnectionDataSourceProxy lazy = new LazyConnectionDataSourceProxy();
        lazy.setTargetDataSource(pool);
        lazy.setDefaultAutoCommit(true);
        lazy.setDefaultTransactionIsolation(kind.defaultIsolation());
        lazy.afterPropertiesSet();
        JdbcTransactionManager transactions = new JdbcTransactionManager(lazy);
        JdbcJobRepositoryFactoryBean factory = new JdbcJobRepositoryFactoryBean();
        factory.setDataSource(lazy);
        factory.setTransactionManager(transactions);
        factory.setDatabaseType(kind.databaseType());
        // Not serializable where that means that Postgres refuses one of two runs that begin a step at the same
        // time. An instance is made once all the same: its run's id is unique, and so is its row's key.
        factory.setIsolationLevelForCreateEnum(isolation(kind));
        factory.afterPropertiesSet();
        JobRepository repository = factory.getObject();
        TaskExecutorJobOperator operator = new TaskExecutorJobOperator();
        operator.setJobRepository(repository);
        MapJobRegistry jobs = new MapJobRegistry();
        operator.setJobRegistry(jobs);
        operator.setTaskExecutor(new SyncTaskExecutor());
        operator.afterPropertiesSet();
        Optional<H2Door> door = kind == JobStoreAddress.Kind.H2 ? Optional.of(H2Door.open(address)) : Optional.empty();
        return new JobStore(pool, repository, operator, jobs, transactions, door);
    }

    private static Isolation isolation(JobStoreAddress.Kind kind) {
        return Arrays.stream(Isolation.values())
                .filter(isolation -> isolation.value() == kind.defaultIsolation())
                .findFirst()
                .orElseThrow();
    }

    private static void createDirectories(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    public JobRepository repository() {
        return repository;
    }

    public JobOperator operator() {
        return operator;
    }

    /** Makes a job known by its name, as a restart needs it. */
    public void register(Job job) throws DuplicateJobException {
        jobs.register(job);
    }

    public PlatformTransactionManager transactions() {
        return transactions;
    }

    /**
     * Whether another process has asked for the end of an execution. Only its row says so: Spring Batch would also mark its
     * steps, against which their own ends would race.
     */
    public boolean isStopRequested(long jobExecutionId) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(STOP_REQUESTED)) {
            statement.setLong(1, jobExecutionId);
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    /** Notes, in the exit message of the step that loads a wave, how much of it is loaded: its end will replace that. */
    public void noteLoaded(long jobExecutionId, int percent) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(NOTE_LOADED)) {
            statement.setString(1, "loaded=" + percent + "%");
            statement.setLong(2, jobExecutionId);
            statement.executeUpdate();
        }
    }

    /**
     * How far all executions of a run together have got.
     *
     * @param planned partitions of its plan
     * @param stage that it has come to
     */
    public RunNote progress(long jobInstanceId, int planned, String stage) throws SQLException {
        Done done = Done.NOTHING;
        int completed = 0;
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(SqlText.read("partitions-done.sql"))) {
            statement.setLong(1, jobInstanceId);
            try (ResultSet partitions = statement.executeQuery()) {
                while (partitions.next()) {
                    String message = Objects.requireNonNullElse(partitions.getString(2), "");
                    done = done.plus(Done.in(message).orElse(Done.NOTHING));
                    completed += "COMPLETED".equals(partitions.getString(1)) ? 1 : 0;
                }
            }
        }
        return new RunNote(done, completed, planned, stage, Optional.empty());
    }

    DataSource dataSource() {
        return pool;
    }

    @Override
    public void close() {
        door.ifPresent(H2Door::close);
        pool.close();
    }
}

package dev.exporter.cli;

import ch.qos.logback.classic.ClassicConstants;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.Map;
import org.slf4j.Logger;

/**
 * What libraries may log: warnings and errors only, on standard error; standard output belongs to results. As code,
 * since reading a configuration file takes a tenth of a second at each start. One that is named by
 * {@code -Dlogback.configurationFile} is read all the same. Logback finds this class by its service file.
 */
public final class LogSettings extends ContextAwareBase implements Configurator {
    /** The system property that says how it is written: {@code json} or as text. */
    static final String FORMAT = "exporter.logFormat";

    private static final String TEXT = "%d{HH:mm:ss} %-5level %logger{1}: %msg%n";
    /** In one line, for {@link dev.exporter.cli.progress.JsonLines} to make an object of. */
    private static final String PAIRS =
            "event=log level=%level logger=%logger{1}%replace( partition=%mdc{partition}){' partition=$',''}"
                    + " message=\"%replace(%replace(%replace(%msg%n%ex){'\\\\','\\\\\\\\'}){'\"','\\\\\"'}){'\\R','\\\\n'}\"%nopex%n";

    private static final Map<String, Level> LEVELS = Map.of(
            // parquet-hadoop works without Hadoop's own native library, which is a warning at each start
            "org.apache.hadoop.util.NativeCodeLoader", Level.ERROR,
            // Failures of steps are told by the run itself, once and in words; Spring Batch would add stack traces.
            "org.springframework.batch.core.step", Level.OFF,
            "org.springframework.batch.core.job.AbstractJob", Level.OFF,
            // A commit that loses a race is tried again; Iceberg warns of each loss with a stack trace.
            "org.apache.iceberg.util.Tasks", Level.ERROR,
            "com.zaxxer.hikari", Level.ERROR,
            // whoever calls what is not there is told so; anybody could fill the log
            "org.springframework.web.servlet", Level.ERROR);

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        if (System.getProperty(ClassicConstants.CONFIG_FILE_PROPERTY) != null) {
            return ExecutionStatus.NEUTRAL;
        }
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("json".equals(System.getProperty(FORMAT)) ? PAIRS : TEXT);
        encoder.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(appender);
        LEVELS.forEach((name, level) -> context.getLogger(name).setLevel(level));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}

package dev.exporter.cli;

import dev.exporter.cli.progress.JsonLines;
import dev.exporter.cli.progress.Terminal;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What a command sees of its process.
 *
 * @param out standard output: results and nothing else
 * @param err standard error: everything else
 * @param environment the environment variables
 * @param nanos a clock like {@link System#nanoTime()}
 * @param program how the user calls the program, for commands to copy
 */
record Console(
        PrintStream out,
        PrintStream err,
        Terminal terminal,
        Map<String, String> environment,
        LongSupplier nanos,
        String program) {
    /** This process's own. Whatever a library prints to {@link System#out} goes to standard error from now on. */
    static Console ofProcess() {
        PrintStream out = new PrintStream(
                new StandardOutput(new FileOutputStream(FileDescriptor.out)), false, StandardCharsets.UTF_8);
        System.setOut(System.err);
        Map<String, String> environment = System.getenv();
        return new Console(
                out, System.err, Terminal.ofProcess(environment::get), environment, System::nanoTime, calledAs());
    }

    /** The same with everything but results written as JSON, also what libraries log. */
    Console withJsonLog() {
        PrintStream lines = JsonLines.on(err, Clock.systemUTC());
        if (err == System.err) {
            System.setErr(lines);
            System.setOut(lines);
            System.setProperty(LogSettings.FORMAT, "json");
        }
        return new Console(out, lines, Terminal.PLAIN, environment, nanos, program);
    }

    /** The launcher says how it was called; without it, the class path is the jar that was. */
    private static String calledAs() {
        String launcher = System.getProperty("exporter.program", "");
        return launcher.isEmpty() ? "java -jar " + System.getProperty("java.class.path") : launcher;
    }
}

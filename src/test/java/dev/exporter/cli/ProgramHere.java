package dev.exporter.cli;

import dev.exporter.cli.progress.Terminal;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/** The program with all its commands in this process, for tests of other rooms. */
public final class ProgramHere {
    private ProgramHere() {}

    /** Runs a command line to its end, and returns the exit code. */
    public static int run(List<String> commandLine, Map<String, String> environment, PrintStream out, PrintStream err) {
        Console console = new Console(out, err, Terminal.PLAIN, environment, System::nanoTime, "exporter");
        return Program.of(console).run(commandLine).code();
    }
}

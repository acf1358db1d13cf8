package dev.exporter.cli;

import dev.exporter.cli.progress.Terminal;
import dev.exporter.operations.Exports;
import dev.exporter.plan.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs the program in this process with captured streams, an environment of its own and a clock that stands still. */
final class Session {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> environment = new HashMap<>();
    private final Exports exports;
    /** The job repository's password that the exports were made with. */
    Optional<String> password = Optional.empty();

    Session(Exports exports) {
        this.exports = exports;
    }

    Session with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    ExitCode run(String... commandLine) {
        out.reset();
        err.reset();
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Terminal.PLAIN,
                environment,
                () -> 0,
                "./exporter");
        Asked.ExportsFactory factory = given -> {
            password = given;
            return exports;
        };
        return new Program(console, List.of(new ExportCommand(factory), new PlanCommand(factory)))
                .run(List.of(commandLine));
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}

package dev.exporter.cli.progress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Whether standard error is a terminal on which lines can be redrawn. */
public enum Terminal {
    LIVE,
    PLAIN;

    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

    /**
     * What this process's standard error is.
     *
     * @param environment gives a variable's value, or null; {@code TERM=dumb} says that the cursor cannot be moved
     */
    public static Terminal ofProcess(Function<String, @Nullable String> environment) {
        return !"dumb".equals(environment.apply("TERM")) && isTerminal() ? LIVE : PLAIN;
    }

    private static boolean isTerminal() {
        if (!Files.isSymbolicLink(STANDARD_ERROR)) {
            return System.console() != null && consoleIsTerminal();
        }
        try {
            String device = Files.readSymbolicLink(STANDARD_ERROR).toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty") || device.equals("/dev/console");
        } catch (IOException e) {
            // Not to be known: plain lines are right everywhere.
            return false;
        }
    }

    /** From Java 22 on, a console can exist without a terminal; before, it cannot. */
    private static boolean consoleIsTerminal() {
        try {
            return Boolean.TRUE.equals(
                    java.io.Console.class.getMethod("isTerminal").invoke(System.console()));
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}

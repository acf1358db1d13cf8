package dev.exporter.operations.steering;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * How this program is started: the Java, its options and its class path, to which the program's own arguments are added.
 *
 * @param command what stands before the arguments
 */
public record Launch(List<String> command) {
    private static final List<String> SESSION = List.of("/usr/bin/setsid", "/bin/setsid");

    public Launch {
        command = List.copyOf(command);
    }

    /** As this process was started. */
    public static Launch ofProcess() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                // Two processes cannot listen for one debugger, nor stay at one boundary.
                .filter(option -> !option.startsWith("-agentlib:jdwp") && !option.startsWith("-Dexporter.faults"))
                .forEach(command::add);
        String classPath = System.getProperty("java.class.path", "");
        String started = System.getProperty("sun.java.command", "");
        if (!classPath.isEmpty() && !classPath.contains(File.pathSeparator) && started.startsWith(classPath)) {
            command.addAll(List.of("-jar", classPath));
        } else {
            command.addAll(List.of("-cp", classPath, started.replaceFirst(" .*", "")));
        }
        return new Launch(command);
    }

    /** The command in a session of its own, where the system can: what ends the terminal's processes leaves it alone. */
    List<String> apart(List<String> arguments) {
        List<String> all = new ArrayList<>();
        SESSION.stream().filter(path -> new File(path).canExecute()).findFirst().ifPresent(all::add);
        all.addAll(Objects.requireNonNull(command));
        all.addAll(arguments);
        return all;
    }
}

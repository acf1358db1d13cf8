package dev.exporter.run.holder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * This process, as others can tell it from all others.
 *
 * @param bootId changes when the machine starts; empty where the system does not tell
 */
record Machine(String host, String bootId, long process, Instant processStarted) {
    static Machine current() {
        ProcessHandle self = ProcessHandle.current();
        return new Machine(
                firstLine("/etc/hostname").orElse("localhost"),
                firstLine("/proc/sys/kernel/random/boot_id").orElse(""),
                self.pid(),
                started(self));
    }

    /**
     * Whether the process that wrote a note is sure to be dead: it ran on this machine, and either the machine was
     * started anew or no process of that number and start is there.
     */
    boolean knowsDead(Note note) {
        if (!note.host().equals(host) || bootId.isEmpty()) {
            return false;
        }
        return !note.bootId().equals(bootId)
                || ProcessHandle.of(note.process())
                        .filter(found -> started(found).equals(note.started()))
                        .isEmpty();
    }

    private static Instant started(ProcessHandle handle) {
        return handle.info().startInstant().orElse(Instant.EPOCH);
    }

    private static Optional<String> firstLine(String file) {
        try {
            return Files.readString(Path.of(file)).lines().findFirst().map(String::trim);
        } catch (IOException e) {
            return Optional.empty(); // another system than Linux
        }
    }
}

package dev.exporter.operations.steering;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How processes are started.
 *
 * @param staging where their output goes
 * @param password of the job repository
 */
public record Spawning(Launch launch, Path staging, Optional<String> password) {
    @Override
    public String toString() {
        return "Spawning[" + staging + "]"; // without the password
    }
}

package dev.exporter.plan.yaml;

import org.jspecify.annotations.Nullable;

/** A document does not have the form that its reader expects. The message says what is wrong and in which line. */
public final class MalformedYamlException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param line counted from 1 */
    MalformedYamlException(String message, int line, @Nullable Throwable cause) {
        super(message + " (line " + line + ")", cause);
    }

    MalformedYamlException(String message, Throwable cause) {
        super(message, cause);
    }
}

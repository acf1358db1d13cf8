package dev.exporter.source;

/** A value cannot be exported exactly; the message says what it is and what it should be. Has no stack trace. */
final class MisfitException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String column;

    MisfitException(String column, String message) {
        super(message, null, false, false);
        this.column = column;
    }

    String column() {
        return column;
    }
}

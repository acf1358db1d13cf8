package dev.exporter.plan;

/**
 * What went wrong, for people and for programs.
 *
 * @param code a stable name in kebab case, for example {@code database-missing}
 * @param message one sentence that says what is wrong; line breaks become spaces
 * @param where the option, file, table or row it is about; may be empty
 * @param remedy what to do next; may be empty
 */
public record Problem(String code, String message, String where, String remedy) {
    public Problem {
        // Libraries' reasons may have several.
        message = message.replaceAll(LINE_BREAK, " ");
    }

    /** What to do first about a full disk: it may have too many files as well as too many bytes. */
    public static final String FREE_SPACE = "Free space (df) or files (df -i) there";

    /** What to do once the cause of a failure is gone: right for exports, and for commands that have no {@code --resume}. */
    public static final String RUN_AGAIN = "run the command again (an export with --resume)";

    /** As {@link #RUN_AGAIN}, where another command is meant than the one that says so. */
    public static final String RUN_WHAT_STARTED_IT = "run again the command that started it (an export with --resume)";

    /** The code of the problem that a table is no longer as a run's plan read it. */
    public static final String COMMIT_CONFLICT = "commit-conflict";

    /** The code of the problem that a table no longer has all files that a run has committed to it. */
    public static final String COMMIT_AMBIGUOUS = "commit-ambiguous";

    private static final String LINE_BREAK = "\\s*\\R\\s*";

    /** Whether it stays, however often the run goes on. By the name of a getter it would become a part of the JSON form. */
    public boolean lasts() {
        return code.equals(COMMIT_CONFLICT) || code.equals(COMMIT_AMBIGUOUS);
    }

    /** The whole as one line of text. */
    public String text() {
        StringBuilder text = new StringBuilder(message);
        if (!where.isEmpty()) {
            text.append(" [").append(where).append(']');
        }
        if (!remedy.isEmpty()) {
            text.append(". ").append(remedy);
        }
        return text.toString().replaceAll(LINE_BREAK, " ");
    }
}

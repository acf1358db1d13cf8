package dev.exporter.cli.page;

import dev.exporter.plan.ExitCode;
import java.util.List;
import java.util.Map;

/** The section of a page of help that says what the exit codes mean. */
public final class ExitCodes {
    private ExitCodes() {}

    /**
     * Adds the section.
     *
     * @param again what goes on after a stop: an option, or words; empty where there is nothing to go on with
     * @param exitCodes those that the command can end with, in the order to be listed
     */
    public static Page section(Page page, String again, List<ExitCode> exitCodes) {
        return section(page, again, exitCodes, Map.of());
    }

    /**
     * As the other, for a command of which some codes say something else.
     *
     * @param own what these say
     */
    static Page section(Page page, String again, List<ExitCode> exitCodes, Map<ExitCode, String> own) {
        page.heading("EXIT CODES");
        exitCodes.forEach(exitCode ->
                page.term(Integer.toString(exitCode.code()), own.getOrDefault(exitCode, meaning(exitCode, again))));
        return page;
    }

    private static String meaning(ExitCode exitCode, String again) {
        String goesOn = again.isEmpty() ? "" : "; " + again + " goes on";
        return switch (exitCode) {
            case DONE -> "done";
            case FAILED ->
                again.startsWith("--")
                        ? "failed; the message says whether " + again + " can go on"
                        : "failed; the message says what to do";
            case REFUSED -> "refused before anything was written";
            case DIFFERENT -> "verification found differences";
            case HELD -> "another process exports or maintains an overlapping range";
            case WOULD_LOSE_ROWS -> "would lose rows that the tables have and the source has not";
            case INTERRUPTED -> "stopped by Ctrl-C" + goesOn;
            case TERMINATED -> "stopped by SIGTERM, or by SIGHUP as a lost terminal sends it" + goesOn;
        };
    }
}

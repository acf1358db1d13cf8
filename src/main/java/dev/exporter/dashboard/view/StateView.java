package dev.exporter.dashboard.view;

import dev.exporter.dashboard.chart.Mark;
import dev.exporter.operations.jobs.RunState;
import dev.exporter.operations.jobs.StepState;

/**
 * A state as pages show it: by a word and a picture, and by colour besides.
 *
 * @param name as in addresses
 * @param word for people
 */
public record StateView(String name, String word) {
    public static StateView of(RunState state) {
        return of(state.text());
    }

    public static StateView of(StepState state) {
        return new StateView(state.text(), state == StepState.PENDING ? "Waiting" : capital(state.text()));
    }

    public static StateView of(String name) {
        return new StateView(name, capital(name));
    }

    private static String capital(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    /** The style class of its badge. */
    public String style() {
        return "s-" + name;
    }

    /** The address of its picture. */
    public String icon() {
        return "/assets/icons.svg#" + name;
    }

    public static Mark mark(RunState state) {
        return switch (state) {
            case RUNNING, STOPPING -> Mark.RUNNING;
            case STOPPED -> Mark.STOPPED;
            case INTERRUPTED -> Mark.INTERRUPTED;
            case FAILED -> Mark.FAILED;
            case COMPLETED -> Mark.DONE;
            case ABANDONED -> Mark.ABANDONED;
        };
    }

    public static Mark mark(StepState state) {
        return switch (state) {
            case PENDING -> Mark.PENDING;
            case RUNNING -> Mark.RUNNING;
            case INTERRUPTED -> Mark.INTERRUPTED;
            case STOPPED -> Mark.STOPPED;
            case FAILED -> Mark.FAILED;
            case COMPLETED -> Mark.DONE;
        };
    }
}

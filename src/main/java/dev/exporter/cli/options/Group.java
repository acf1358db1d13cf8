package dev.exporter.cli.options;

/** Under which heading of the help an option stands, in their order. */
public enum Group {
    RANGE("Range"),
    SOURCE("Source"),
    OUTPUT("Output"),
    PLACES("Where things lie"),
    LIMITS("Limits"),
    RUNNING("Running"),
    INFORMATION("Information");

    private final String heading;

    Group(String heading) {
        this.heading = heading;
    }

    public String heading() {
        return heading;
    }
}

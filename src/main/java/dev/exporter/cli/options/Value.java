package dev.exporter.cli.options;

/** An option's value as text, and where it comes from. */
public record Value(String text, Origin origin) {
    /** Whether the user gave it, by whatever way. */
    public boolean isGiven() {
        return !(origin instanceof Origin.Default) && !(origin instanceof Origin.DatasetFile);
    }
}

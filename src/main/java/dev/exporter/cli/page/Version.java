package dev.exporter.cli.page;

import java.util.Objects;

/** What {@code --version} prints. */
public final class Version {
    private Version() {}

    public static String text() {
        // The manifest has it; classes that do not come from a jar have no manifest.
        String version =
                Objects.requireNonNullElse(Version.class.getPackage().getImplementationVersion(), "unreleased");
        return "exporter " + version + System.lineSeparator() + "Java " + Runtime.version() + " ("
                + System.getProperty("java.vendor") + ", " + System.getProperty("os.name") + " "
                + System.getProperty("os.arch") + ")";
    }
}

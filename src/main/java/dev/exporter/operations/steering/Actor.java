package dev.exporter.operations.steering;

/**
 * Who acts.
 *
 * @param who a key's name, or the user's
 */
public record Actor(String who, Via via) {
    /** By which door. */
    public enum Via {
        COMMAND_LINE("command line"),
        PAGE("page"),
        INTERFACE("interface");

        private final String text;

        Via(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }
}

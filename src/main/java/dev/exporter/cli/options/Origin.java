package dev.exporter.cli.options;

/** Where an option's value comes from. Earlier kinds win over later ones. */
public sealed interface Origin {
    /** How people call it. */
    String text();

    /** What to name in a message about the value of the option {@code name}. */
    default String where(String name) {
        return "--" + name + " from " + text();
    }

    record CommandLine() implements Origin {
        @Override
        public String text() {
            return "command line";
        }

        @Override
        public String where(String name) {
            return "--" + name;
        }
    }

    /** An option file, by the argument that named it. */
    record OptionFile(String argument) implements Origin {
        @Override
        public String text() {
            return argument;
        }
    }

    record Environment(String variable) implements Origin {
        @Override
        public String text() {
            return "environment " + variable;
        }
    }

    record DatasetFile(String dataset) implements Origin {
        @Override
        public String text() {
            return "dataset " + dataset;
        }
    }

    record Default() implements Origin {
        @Override
        public String text() {
            return "default";
        }
    }
}

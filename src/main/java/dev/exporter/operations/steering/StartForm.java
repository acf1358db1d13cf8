package dev.exporter.operations.steering;

import java.util.List;

/**
 * What can be asked of an export of a dataset.
 *
 * @param dataset its name
 * @param fields in the order of the help
 */
public record StartForm(String dataset, List<Field> fields) {
    public StartForm {
        fields = List.copyOf(fields);
    }

    /**
     * An option.
     *
     * @param name in camel case
     * @param group the heading that it belongs under
     * @param label what its value is called, for example {@code HEIGHT|latest}; empty for a flag
     * @param description a phrase
     * @param value what it is unless given; may be empty
     * @param shownDefault its default in words; may be empty
     * @param required whether it must be given
     */
    public record Field(
            String name,
            String group,
            String label,
            String description,
            String value,
            String shownDefault,
            boolean required) {
        public boolean isFlag() {
            return label.isEmpty();
        }

        /** The values to choose from; empty where others can be given. */
        public List<String> choices() {
            boolean isChoice = label.contains("|") && label.equals(label.toLowerCase(java.util.Locale.ROOT));
            return isChoice ? List.of(label.split("\\|")) : List.of();
        }
    }
}

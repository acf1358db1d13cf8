package dev.exporter.dashboard.view.steering;

import dev.exporter.operations.steering.StartForm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The form that starts a job.
 *
 * @param datasets to choose from
 * @param groups of fields; those that are seldom needed are folded
 * @param plan what the export would do; null before it was asked for
 */
public record StartView(
        String dataset,
        List<String> datasets,
        List<Group> groups,
        @Nullable PlanView plan) {
    /** Before the names of options in the form's fields, apart from those that browsers send besides. */
    public static final String PREFIX = "o.";

    /** What the page itself decides: how an interrupted run is treated is asked only where there is one. */
    private static final List<String> LEFT_OUT =
            List.of("resume", "fresh", "json", "help", "version", "dataset", "jobsDir");

    private static final List<String> OPEN = List.of("Range", "Source");

    public record Group(String heading, boolean isOpen, List<FieldView> fields) {}

    /**
     * A field.
     *
     * @param placeholder what holds where it is left empty
     * @param value what was entered
     * @param mode of a keyboard on a screen: {@code numeric} or {@code text}
     */
    public record FieldView(
            String id,
            String name,
            String label,
            String option,
            String hint,
            String placeholder,
            boolean isFlag,
            boolean required,
            List<String> choices,
            String value,
            boolean isSet,
            String mode) {}

    /** @param values that were entered, by the options' names */
    public static StartView of(
            List<StartForm> forms, String dataset, Map<String, String> values, @Nullable PlanView plan) {
        StartForm form = forms.stream()
                .filter(one -> one.dataset().equals(dataset))
                .findFirst()
                .orElse(forms.isEmpty() ? new StartForm("", List.of()) : forms.get(0));
        Map<String, List<FieldView>> groups = new LinkedHashMap<>();
        for (StartForm.Field field : form.fields()) {
            if (!LEFT_OUT.contains(field.name())) {
                groups.computeIfAbsent(field.group(), group -> new ArrayList<>())
                        .add(field(field, values.getOrDefault(field.name(), "")));
            }
        }
        List<Group> shown = new ArrayList<>();
        groups.forEach((heading, fields) -> shown.add(
                new Group(heading, OPEN.contains(heading) || fields.stream().anyMatch(FieldView::isSet), fields)));
        return new StartView(
                form.dataset(), forms.stream().map(StartForm::dataset).toList(), shown, plan);
    }

    private static FieldView field(StartForm.Field field, String entered) {
        boolean isChoice = !field.choices().isEmpty();
        // A default that is a value stands in the field's place; one in words does so, too.
        String placeholder = field.shownDefault().isEmpty() ? field.value() : field.shownDefault();
        return new FieldView(
                "field-" + field.name(),
                PREFIX + field.name(),
                words(field.name()),
                "--" + field.name(),
                field.description(),
                field.required() ? "" : placeholder,
                field.isFlag(),
                field.required(),
                field.choices(),
                isChoice && entered.isEmpty() ? field.value() : entered,
                !entered.isEmpty() && !(field.isFlag() && entered.equals("false")),
                field.label().equals("N") || field.label().matches("[A-Z]*HEIGHT") ? "numeric" : "text");
    }

    /** {@code startHeight} is {@code Start height}. */
    private static String words(String name) {
        String words = name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ");
        StringBuilder label = new StringBuilder();
        for (String word : words.split(" ", -1)) {
            boolean isAbbreviation = word.length() > 1 && !Character.isLowerCase(word.charAt(1));
            label.append(label.isEmpty() ? "" : " ");
            label.append(label.isEmpty() || isAbbreviation ? word : word.toLowerCase(Locale.ROOT));
        }
        label.setCharAt(0, Character.toUpperCase(label.charAt(0)));
        return label.toString();
    }
}

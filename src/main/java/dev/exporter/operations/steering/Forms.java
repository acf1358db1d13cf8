package dev.exporter.operations.steering;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Holds what is asked against the forms. */
final class Forms {
    private final List<StartForm> forms;

    Forms(List<StartForm> forms) {
        this.forms = List.copyOf(forms);
    }

    List<StartForm> all() {
        return forms;
    }

    /** Why a request is not one of the forms'; empty where it is. The values are the program's to check. */
    Optional<String> refusal(StartRequest request) {
        Optional<StartForm> form = forms.stream()
                .filter(one -> one.dataset().equals(request.dataset()))
                .findFirst();
        if (form.isEmpty()) {
            return Optional.of("there is no dataset '" + request.dataset() + "' that can be started here; known are "
                    + String.join(", ", forms.stream().map(StartForm::dataset).toList()));
        }
        for (Map.Entry<String, String> option : request.options().entrySet()) {
            boolean isKnown =
                    form.get().fields().stream().anyMatch(field -> field.name().equals(option.getKey()));
            if (!isKnown || !CommandLines.isFree(option.getKey())) {
                return Optional.of("there is no option '" + option.getKey() + "' that can be given here");
            }
            if (option.getValue().chars().anyMatch(Character::isISOControl)) {
                return Optional.of("the value of " + option.getKey() + " has characters that are not text");
            }
        }
        return Optional.empty();
    }
}

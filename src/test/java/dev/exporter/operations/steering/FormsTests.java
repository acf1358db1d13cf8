package dev.exporter.operations.steering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FormsTests {
    private static final Forms FORMS = new Forms(List.of(new StartForm(
            "ario", List.of(field("startHeight"), field("notify"), field("notifySecretFile"), field("warehouseDir")))));

    private static StartForm.Field field(String name) {
        return new StartForm.Field(name, "Range", "N", "", "", "", false);
    }

    @Test
    void whatAFormHasCanBeGiven() {
        assertThat(FORMS.refusal(new StartRequest("ario", Map.of("startHeight", "1", "notify", "https://example.org"))))
                .isEmpty();
    }

    @Test
    void filesOfTheServerCannotBeNamedWhateverTheFormHas() {
        for (String option : List.of("notifySecretFile", "warehouseDir")) {
            assertThat(FORMS.refusal(new StartRequest("ario", Map.of(option, "/etc/shadow"))))
                    .hasValue("there is no option '" + option + "' that can be given here");
        }
    }
}

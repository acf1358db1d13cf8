package dev.exporter.web.body;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FormTextTests {
    private static Map<String, List<String>> read(String text) {
        return FormText.parameters(text.getBytes(StandardCharsets.UTF_8)).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> Arrays.asList(entry.getValue())));
    }

    @Test
    void fieldsAreDecoded() {
        assertThat(read("a=1&b=x+y%26%3D%C3%A9&a=2&empty=&bare"))
                .containsOnly(
                        Map.entry("a", List.of("1", "2")),
                        Map.entry("b", List.of("x y&=é")),
                        Map.entry("empty", List.of("")),
                        Map.entry("bare", List.of("")));
    }

    @Test
    void whatIsWronglyEncodedIsLeftOut() {
        assertThat(read("a=%zz&b=%&c=3&")).containsOnly(Map.entry("c", List.of("3")));
    }

    @Test
    void onlyFormsAreForms() {
        assertThat(FormText.isForm("application/x-www-form-urlencoded; charset=UTF-8"))
                .isTrue();
        assertThat(FormText.isForm("application/json")).isFalse();
        assertThat(FormText.isForm(null)).isFalse();
    }
}

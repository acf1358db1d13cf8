package dev.exporter.plan.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class YamlDocumentTests {
    private static Object read(String text, Function<YamlMapping, ?> form) {
        return YamlDocument.<Object>read(text, "the document", form::apply);
    }

    private static void assertRefused(String text, Function<YamlMapping, ?> form, String message) {
        assertThatThrownBy(() -> read(text, form))
                .isInstanceOf(MalformedYamlException.class)
                .hasMessage(message);
    }

    @Test
    void plainValuesAreTakenAsTheyAreWritten() {
        assertThat(read(
                        "switch: off\nversion: 1.10\nword: \"null\"\n",
                        yaml -> List.of(yaml.text("switch"), yaml.text("version"), yaml.text("word"))))
                .isEqualTo(List.of("off", "1.10", "null"));
    }

    @Test
    void aKeyWithoutAValueIsAbsent() {
        assertThat(read(
                        "when:\nname: ~\nloud: null\n",
                        yaml -> List.of(yaml.optionalTexts("when"), yaml.optionalText("name"), yaml.flag("loud"))))
                .hasToString("[[], Optional.empty, false]");
        assertRefused(
                "when: x\nname:\n",
                yaml -> yaml.text("name"),
                "the key 'name' is missing in the document, which has when (line 1)");
    }

    @Test
    void anUnknownKeyIsNamedWithTheTableThatItStandsInAndItsLine() {
        String text = """
                tables:
                  - name: blocks
                    columns: []
                  - name: tags
                    columns:
                      - {name: height, tpye: long}
                """;

        assertRefused(
                text,
                yaml -> yaml.mappings(
                        "tables",
                        "table",
                        table -> table.text("name")
                                + table.mappings("columns", "column", column -> column.text("name"))),
                "unknown key 'tpye' in column 'height' of table 'tags' (line 6)");
    }

    @Test
    void aMissingKeyIsNamedWithTheKeysThatThereAre() {
        assertRefused(
                "a: 1\nrange:\n  colunm: height\n  unit: block\n",
                yaml -> yaml.text("a") + yaml.mapping("range", range -> range.text("column")),
                "the key 'column' is missing in 'range', which has colunm, unit (line 3)");
    }

    @Test
    void aKeyThatStandsTwiceIsRefused() {
        assertRefused(
                "a: 1\nb: 2\na: 3\n", yaml -> yaml.text("a"), "the key 'a' stands twice in the document (line 3)");
    }

    @Test
    void valuesOfAnotherFormAreRefused() {
        assertRefused("a: [1]\n", yaml -> yaml.text("a"), "'a' must be a plain value (line 1)");
        assertRefused("a: 1\n", yaml -> yaml.texts("a"), "'a' must be a sequence (line 1)");
        assertRefused("a:\n- [1]\n", yaml -> yaml.texts("a"), "an entry of 'a' must be a plain value (line 2)");
        assertRefused(
                "a: 1\n",
                yaml -> yaml.mapping("a", inner -> inner.text("b")),
                "'a' must be a mapping of keys to values (line 1)");
        assertRefused("- a\n", yaml -> yaml.text("a"), "the document must be a mapping of keys to values (line 1)");
        assertRefused("", yaml -> yaml.text("a"), "the document is empty (line 1)");
    }

    @Test
    void numbersAndFlagsHaveOneFormOnly() {
        assertThat(read("n: 120\n", yaml -> yaml.number("n"))).isEqualTo(120);
        for (String wrong : List.of("one", "0x10", "010", "-1", "1_000", "1.0", "99999999999")) {
            assertThatThrownBy(() -> read("n: " + wrong + "\n", yaml -> yaml.number("n")))
                    .hasMessageStartingWith("'n': '" + wrong + "' is not a whole number")
                    .hasMessageEndingWith("(line 1)");
        }
        assertThat(read("f: true\n", yaml -> yaml.flag("f"))).isEqualTo(true);
        assertRefused("f: yes\n", yaml -> yaml.flag("f"), "'f': 'yes' is neither true nor false (line 1)");
    }

    @Test
    void textThatIsNotYamlIsRefusedWithItsLine() {
        assertThatThrownBy(() -> read("a: 1\nb: [1\n", yaml -> yaml.text("a")))
                .isInstanceOf(MalformedYamlException.class)
                .hasMessageContaining("(line 3)");
        assertThatThrownBy(() -> read("a: 1\n---\nb: 2\n", yaml -> yaml.text("a")))
                .hasMessageContaining("another document");
    }

    @Test
    void aTagThatNamesAClassIsRefused() {
        assertThatThrownBy(() -> read("a: !!javax.script.ScriptEngineManager x\n", yaml -> yaml.text("a")))
                .isInstanceOf(MalformedYamlException.class)
                .hasMessageContaining("tag is not allowed");
    }

    @Test
    void documentsThatGrowWithoutBoundsAreRefused() {
        assertThatThrownBy(() -> read("a: " + "[".repeat(5000), yaml -> yaml.text("a")))
                .isInstanceOf(MalformedYamlException.class);
        assertThatThrownBy(() -> read("a: " + "x".repeat(2_000_000), yaml -> yaml.text("a")))
                .isInstanceOf(MalformedYamlException.class);
        StringBuilder aliases = new StringBuilder("a: &a [x]\nb: [");
        aliases.append("*a,".repeat(1000)).append("x]\n");
        assertThatThrownBy(() -> read(aliases.toString(), yaml -> yaml.text("a")))
                .isInstanceOf(MalformedYamlException.class)
                .hasMessageContaining("aliases");
    }
}

package dev.exporter.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exporter.plan.tables.RowsRequest;
import dev.exporter.plan.tables.RowsRequest.Operator;
import dev.exporter.web.problem.HttpProblemException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowTextTests {
    @Test
    void aFilterIsAColumnAnOperatorAndAValueThatMayHoldAnything() {
        assertThat(RowText.filters(new String[] {"height,ge,100", "name,contains,a,b'; DROP TABLE x --", "tag,null"}))
                .containsExactly(
                        new RowsRequest.Filter("height", Operator.GE, "100"),
                        new RowsRequest.Filter("name", Operator.CONTAINS, "a,b'; DROP TABLE x --"),
                        new RowsRequest.Filter("tag", Operator.NULL, ""));
        assertThat(RowText.filters(null)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "height", "height,ge", "height,like,x", "height,GE,1", "height;1=1"})
    void whatIsNoFilterIsRefused(String text) {
        assertThatThrownBy(() -> RowText.filters(new String[] {text})).isInstanceOf(HttpProblemException.class);
    }

    @Test
    void filtersAreFew() {
        String[] many = Collections.nCopies(21, "a,null").toArray(String[]::new);
        assertThatThrownBy(() -> RowText.filters(many)).isInstanceOf(HttpProblemException.class);
    }

    @Test
    void aMinusTurnsTheOrderAround() {
        assertThat(RowText.sort("height")).hasValue(new RowsRequest.Sort("height", false));
        assertThat(RowText.sort("-height")).hasValue(new RowsRequest.Sort("height", true));
        assertThat(RowText.sort("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1.5", "x", "9999999999999999"})
    void aCursorThatIsNoneIsRefused(String cursor) {
        assertThatThrownBy(() -> RowText.offset(cursor)).isInstanceOf(HttpProblemException.class);
    }

    @Test
    void aPartOfAListEndsWithTheCursorOfTheNext() {
        List<String> all = List.of("a", "b", "c");
        assertThat(Asked.Part.of(all, "", 2, text -> text))
                .isEqualTo(new Asked.Part<>(List.of("a", "b"), Optional.of("b")));
        assertThat(Asked.Part.of(all, "b", 2, text -> text))
                .isEqualTo(new Asked.Part<>(List.of("c"), Optional.empty()));
        assertThat(Asked.Part.of(all, "", 3, text -> text).next()).isEmpty();
        assertThatThrownBy(() -> Asked.Part.of(all, "z", 2, text -> text)).isInstanceOf(HttpProblemException.class);
        assertThatThrownBy(() -> Asked.Part.of(all, "", 0, text -> text)).isInstanceOf(HttpProblemException.class);
        assertThatThrownBy(() -> Asked.Part.of(all, "", 1001, text -> text)).isInstanceOf(HttpProblemException.class);
    }
}

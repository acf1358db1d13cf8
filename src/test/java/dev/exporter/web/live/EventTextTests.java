package dev.exporter.web.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EventTextTests {
    private static String text(String data) {
        return new String(EventText.of("name", data), StandardCharsets.UTF_8);
    }

    @Test
    void everyLineOfTheDataIsALineOfItsOwn() {
        assertThat(text("one")).isEqualTo("event: name\ndata: one\n\n");
        assertThat(text("one\ntwo\r\nthree\rfour"))
                .isEqualTo("event: name\ndata: one\ndata: two\ndata: three\ndata: four\n\n");
    }

    @Test
    void dataCannotEndTheEventAndBeginAnother() {
        assertThat(text("\n\nevent: forged\ndata: x"))
                .isEqualTo("event: name\ndata: \ndata: \ndata: event: forged\ndata: data: x\n\n");
    }

    @Test
    void noDataIsAnEventAllTheSame() {
        assertThat(text("")).isEqualTo("event: name\ndata: \n\n");
    }
}

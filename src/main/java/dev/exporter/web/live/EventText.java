package dev.exporter.web.live;

import java.nio.charset.StandardCharsets;

/** Server-sent events as the HTML standard has them (section 9.2.5, "Parsing an event stream"). */
final class EventText {
    /**
     * A sign of life, which keeps the connection open through proxies and finds out whether anybody is there. It has a name,
     * since scripts are not told of comments, and could not tell a quiet stream from a broken one.
     */
    static final byte[] BEAT = of("beat", "");

    /** The same while what is watched cannot be read. */
    static final byte[] STALE = of("stale", "");

    /** What a stream begins with: after how many milliseconds a browser connects again. */
    static final byte[] BEGIN = "retry: 3000\n\n".getBytes(StandardCharsets.UTF_8);

    private EventText() {}

    /** One event. A line break of the data, of whatever kind, arrives as a line feed. */
    static byte[] of(String name, String data) {
        StringBuilder text = new StringBuilder("event: ").append(name).append('\n');
        data.lines().forEach(line -> text.append("data: ").append(line).append('\n'));
        if (data.isEmpty()) {
            text.append("data: \n");
        }
        return text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }
}

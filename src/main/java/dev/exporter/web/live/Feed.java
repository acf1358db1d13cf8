package dev.exporter.web.live;

import java.util.Map;

/** Something that can be watched. Asked by one thread at a time, and only while somebody watches it. */
public interface Feed {
    /**
     * Its parts as they are now: the name of an event, and its data. A part is sent to those who watch where its data is
     * not what it was.
     */
    Map<String, String> parts();
}

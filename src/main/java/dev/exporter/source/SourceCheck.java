package dev.exporter.source;

import java.util.List;

/**
 * What a check of the source databases found besides faults, which it refuses.
 *
 * @param notes for people, one sentence each, for example about columns that an old database lacks
 */
public record SourceCheck(List<String> notes) {
    public SourceCheck {
        notes = List.copyOf(notes);
    }
}

package dev.exporter.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the frame of a page shows. */
public record TryFrame(
        String title,
        String theme,
        String themeWords,
        String version,
        String assets,
        List<String> navigation,
        @Nullable String viewer,
        String viewerWords,
        @Nullable String headers,
        boolean canLeave) {}

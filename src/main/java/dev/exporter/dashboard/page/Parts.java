package dev.exporter.dashboard.page;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;

/** Makes parts of pages outside of a request, for those who watch them. Thread-safe. */
final class Parts {
    private final ITemplateEngine engine;

    Parts(ITemplateEngine engine) {
        this.engine = engine;
    }

    /** The fragments of a template by their names. */
    Map<String, String> of(String template, List<String> names, Map<String, Object> model) {
        Context context = new Context(Locale.ENGLISH, model);
        Map<String, String> parts = new LinkedHashMap<>();
        for (String name : names) {
            parts.put(name, engine.process(template, Set.of(name), context));
        }
        return parts;
    }
}

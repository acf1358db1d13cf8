package dev.exporter.web.page;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.Set;

/** The colours that a visitor has chosen for all pages. */
public final class Theme {
    private static final Set<String> THEMES = Set.of("auto", "light", "dark");

    private Theme() {}

    /** {@code auto}, {@code light} or {@code dark}: the value of {@code data-theme} of the whole page. */
    public static String of(HttpServletRequest request) {
        for (Cookie cookie : Optional.ofNullable(request.getCookies()).orElse(new Cookie[0])) {
            if (cookie.getName().equals("theme") && THEMES.contains(cookie.getValue())) {
                return cookie.getValue();
            }
        }
        return "auto";
    }
}

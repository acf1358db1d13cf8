package dev.exporter.dashboard.page;

import dev.exporter.web.access.Visitor;
import dev.exporter.web.page.Assets;
import dev.exporter.web.page.Theme;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.csrf.CsrfToken;

/**
 * What stands around each page.
 *
 * @param theme {@code auto}, {@code light} or {@code dark}
 * @param assets stands in the addresses of the files that pages load
 * @param viewer who looks at it, or null where that is not known yet
 * @param headers what the page's script sends with each request, as JSON, or null
 * @param canLeave whether there is a session to end
 */
public record Frame(
        String title,
        String theme,
        String version,
        String assets,
        List<Entry> navigation,
        @Nullable String viewer,
        String viewerWords,
        @Nullable String headers,
        boolean canOperate,
        boolean canLeave) {
    private static final String VERSION = Optional.ofNullable(
                    Frame.class.getPackage().getImplementationVersion())
            .orElse("in development");

    /** A page of the navigation. */
    public record Entry(String name, String href, boolean isHere) {}

    /** For people. */
    public String themeWords() {
        return theme.equals("auto") ? "as the system" : theme;
    }

    static Frame of(String title, String section, HttpServletRequest request, Visitor visitor) {
        boolean hasSession = visitor.means() == Visitor.Means.SESSION;
        return new Frame(
                title,
                Theme.of(request),
                VERSION,
                Assets.version(),
                navigation(section, visitor.canOperate()),
                visitor.name(),
                visitor.canOperate()
                        ? "This key may see and operate"
                        : "This key may see everything, and change nothing",
                headers(request, visitor),
                visitor.canOperate(),
                hasSession);
    }

    /** For the page that asks for a key. */
    static Frame ofStranger(String title, HttpServletRequest request) {
        return new Frame(title, Theme.of(request), VERSION, Assets.version(), List.of(), null, "", null, false, false);
    }

    /** For parts that are sent to many pages, which have a frame already. */
    static Frame ofParts(boolean canOperate) {
        return new Frame("", "auto", VERSION, Assets.version(), List.of(), "", "", null, canOperate, false);
    }

    private static List<Entry> navigation(String section, boolean canOperate) {
        return Stream.of(
                        new Entry("Overview", "/", section.equals("overview")),
                        new Entry("Jobs", "/jobs", section.equals("jobs")),
                        new Entry("Start a job", "/start", section.equals("start")),
                        new Entry("Tables", "/tables", section.equals("tables")),
                        new Entry("Log", "/log", section.equals("log")))
                .filter(entry -> canOperate || !entry.href().equals("/start"))
                .toList();
    }

    /** Problems are to come as pages, too. The token consists of letters, digits, {@code -} and {@code _}. */
    private static String headers(HttpServletRequest request, Visitor visitor) {
        String token =
                visitor.canOperate() && request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken known
                        ? ",\"" + known.getHeaderName() + "\":\"" + known.getToken() + "\""
                        : "";
        return "{\"Accept\":\"text/html\"" + token + "}";
    }
}

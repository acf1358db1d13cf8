package dev.exporter.web.problem;

import dev.exporter.plan.ExporterException;
import dev.exporter.web.page.Assets;
import dev.exporter.web.page.Theme;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.springframework.web.util.HtmlUtils;

/**
 * Answers requests by problems: to browsers that want a page as a page, to all others as
 * {@code application/problem+json}. Thread-safe.
 */
public final class ProblemWriter {
    private final String page;

    public ProblemWriter() {
        try (InputStream stream = ProblemWriter.class.getResourceAsStream("problem.html")) {
            if (stream == null) {
                throw new IllegalStateException("problem.html is missing");
            }
            page = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void write(HttpProblem problem, String detail, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        write(ProblemDetails.of(problem, detail), request, response);
    }

    public void write(HttpProblemException e, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        write(e.problem(), String.valueOf(e.getMessage()), request, response);
    }

    public void write(ExporterException e, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        write(ProblemDetails.of(e), request, response);
    }

    private void write(ProblemDetails problem, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (response.isCommitted()) {
            return;
        }
        response.resetBuffer();
        response.setStatus(problem.status());
        response.setHeader("Cache-Control", "no-store");
        if (problem.status() == HttpProblem.UNAUTHENTICATED.status()) {
            response.setHeader("WWW-Authenticate", "Bearer realm=\"exporter\"");
        }
        boolean isPage = wantsPage(request);
        response.setContentType(isPage ? "text/html;charset=UTF-8" : "application/problem+json");
        byte[] body = (isPage ? html(problem, Theme.of(request)) : problem.json(request.getRequestURI()))
                .getBytes(StandardCharsets.UTF_8);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    /** Pages ask for HTML; the interface never answers with it. */
    public static boolean wantsPage(HttpServletRequest request) {
        String accept = request.getHeader("Accept");
        return !request.getRequestURI().startsWith("/api/")
                && accept != null
                && accept.toLowerCase(Locale.ROOT).contains("text/html");
    }

    private String html(ProblemDetails problem, String theme) {
        return page.replace("{theme}", theme)
                .replace("{assets}", Assets.version())
                .replace("{status}", Integer.toString(problem.status()))
                .replace("{title}", HtmlUtils.htmlEscape(problem.title()))
                .replace("{remedy}", HtmlUtils.htmlEscape(problem.remedy()))
                // last, so that nothing within it is taken for a place
                .replace("{detail}", HtmlUtils.htmlEscape(problem.detail()));
    }
}

package dev.exporter.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.exporter.web.page.Assets;
import dev.exporter.web.page.Theme;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.ModelAndView;

/** The interface's description: for programs (OpenAPI 3.1), and as a page made of it. */
@Controller
final class OpenApiController {
    private final JsonNode description = read();

    private static JsonNode read() {
        try (InputStream stream = OpenApiController.class.getResourceAsStream("openapi.json")) {
            return new ObjectMapper().readTree(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @GetMapping(path = "/api/v1/openapi.json", produces = "application/json")
    @ResponseBody
    JsonNode description() {
        return description;
    }

    @GetMapping(
            path = {"/api", "/api/v1"},
            produces = "text/html")
    ModelAndView page(HttpServletRequest request) {
        return new ModelAndView(
                "api",
                Map.of("page", OpenApiPage.of(description), "theme", Theme.of(request), "assets", Assets.version()));
    }
}

package dev.exporter.dashboard.page;

import dev.exporter.web.access.LoginController;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** Gives the page that asks for a key its frame. */
@ControllerAdvice(assignableTypes = LoginController.class)
final class LoginFrame {
    @ModelAttribute("frame")
    Frame frame(HttpServletRequest request) {
        return Frame.ofStranger("Log in", request);
    }
}

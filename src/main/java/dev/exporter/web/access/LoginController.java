package dev.exporter.web.access;

import dev.exporter.web.problem.HttpProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.view.RedirectView;

/** The page that asks for a key (view {@code login}: {@code next}, {@code error}), and the way out. */
@Controller
public final class LoginController {
    private final Doorman doorman;

    public LoginController(Doorman doorman) {
        this.doorman = doorman;
    }

    @GetMapping("/login")
    ModelAndView ask(@RequestParam(defaultValue = "/") String next, HttpServletRequest request) {
        boolean isKnown = !doorman.asksForKeys() || Visitor.of(request).isPresent();
        return isKnown ? to(local(next)) : page(next, "", HttpStatus.OK);
    }

    @PostMapping("/login")
    ModelAndView check(
            @RequestParam(defaultValue = "") String key,
            @RequestParam(defaultValue = "/") String next,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (doorman.asksForKeys()) {
            try {
                doorman.letIn(key, request, response);
            } catch (HttpProblemException e) {
                return page(
                        next,
                        String.valueOf(e.getMessage()),
                        HttpStatusCode.valueOf(e.problem().status()));
            }
        }
        return to(local(next));
    }

    @PostMapping("/logout")
    ModelAndView leave(HttpServletRequest request, HttpServletResponse response) {
        doorman.letOut(request, response);
        return to("/login");
    }

    private static ModelAndView page(String next, String error, HttpStatusCode status) {
        return new ModelAndView("login", Map.of("next", local(next), "error", error), status);
    }

    private static ModelAndView to(String path) {
        RedirectView view = new RedirectView(path);
        view.setStatusCode(HttpStatus.SEE_OTHER);
        view.setExpandUriTemplateVariables(false);
        return new ModelAndView(view);
    }

    /** A path of this server; the overview in place of anything that might lead elsewhere. */
    private static String local(String next) {
        return next.matches("/([A-Za-z0-9._~?&=%+-][A-Za-z0-9._~/?&=%+-]*)?") ? next : "/";
    }
}

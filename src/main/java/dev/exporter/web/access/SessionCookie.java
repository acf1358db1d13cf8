package dev.exporter.web.access;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

/** The cookie that holds a session's secret. Scripts cannot read it, and other sites' pages cannot make a browser send it. */
final class SessionCookie {
    private SessionCookie() {}

    /** Browsers share the cookies of all ports of a host. */
    private static String name(HttpServletRequest request) {
        return "exporter-session-" + request.getLocalPort();
    }

    static Optional<String> read(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        Stream<Cookie> stream = cookies == null ? Stream.empty() : Arrays.stream(cookies);
        return stream.filter(cookie -> cookie.getName().equals(name(request)))
                .map(Cookie::getValue)
                .findFirst();
    }

    static void write(String secret, HttpServletRequest request, HttpServletResponse response) {
        add(secret, Sessions.LONGEST.toSeconds(), request, response);
    }

    static void clear(HttpServletRequest request, HttpServletResponse response) {
        add("", 0, request, response);
    }

    private static void add(String value, long seconds, HttpServletRequest request, HttpServletResponse response) {
        ResponseCookie cookie = ResponseCookie.from(name(request), value)
                .httpOnly(true)
                .sameSite("Strict")
                .secure(isEncrypted(request))
                .path("/")
                .maxAge(seconds)
                .build();
        response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
    }

    /** Where a proxy does the encryption, the browser still says what it has called. */
    static boolean isEncrypted(HttpServletRequest request) {
        String origin = request.getHeader("Origin");
        return request.isSecure() || (origin != null && origin.startsWith("https://"));
    }
}

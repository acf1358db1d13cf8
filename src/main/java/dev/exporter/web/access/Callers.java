package dev.exporter.web.access;

import jakarta.servlet.http.HttpServletRequest;

/** Tells callers apart whose limits are their own. */
final class Callers {
    private Callers() {}

    /** The address that a request comes from; of IPv6 the network, since a single caller has all addresses of it. */
    static String of(HttpServletRequest request) {
        String address = request.getRemoteAddr();
        if (address.indexOf(':') < 0) {
            return address;
        }
        String[] groups = address.split(":", -1);
        return groups.length < 8 ? address : String.join(":", groups[0], groups[1], groups[2], groups[3]) + "::/64";
    }
}

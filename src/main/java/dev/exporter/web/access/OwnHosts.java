package dev.exporter.web.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names and addresses by which this server may be called. Thread-safe. */
final class OwnHosts {
    private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "[::1]");
    /** Where it listens at all of its addresses, this is none of them. */
    private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "0:0:0:0:0:0:0:0");

    private final Set<String> names;

    /**
     * @param allowed names beside loopback's
     * @param bind where it listens: an address, or the name of one, which its users are told to call it by
     */
    OwnHosts(List<String> allowed, String bind) {
        names = Stream.of(LOOPBACK, allowed, List.of(bind))
                .flatMap(List::stream)
                .map(OwnHosts::canonical)
                .filter(name -> !WILDCARDS.contains(name))
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Whether a request calls this server.
     *
     * @param name as in the request, without the port
     * @param local the address at which it has arrived
     */
    boolean holds(String name, String local) {
        String called = canonical(name);
        return names.contains(called) || called.equals(canonical(local));
    }

    /** In lower case; an address of IPv6, which can be written in many ways, in one of them. */
    private static String canonical(String name) {
        String plain = name.toLowerCase(Locale.ROOT).replaceFirst("^\\[(.*)\\]$", "$1");
        if (plain.indexOf(':') < 0) {
            return plain;
        }
        try {
            // In brackets, nothing but an address is one: no name is looked up.
            return InetAddress.getByName("[" + withoutZone(plain) + "]").getHostAddress();
        } catch (UnknownHostException e) {
            return plain;
        }
    }

    /** Which network card an address belongs to is known on its own machine only, and in no browser's request. */
    private static String withoutZone(String address) {
        return address.replaceFirst("%.*", "");
    }
}

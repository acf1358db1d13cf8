package dev.exporter.web.access;

import dev.exporter.web.body.BodyFilter;
import dev.exporter.web.body.Senders;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * How much is kept of bodies on their way. Whoever has a key may send a few large ones at a time. Whoever has none may send
 * what the form that asks for a key does: that little, for each of the server's connections, is no matter, while a limit to
 * how many there are could be used up by others, and keep people from logging in.
 */
final class BodyAllowance implements Senders {
    private static final int MOST_BYTES_OF_STRANGERS = 4 * 1024;
    private static final int MOST_OF_ONE = 32;

    private final Doorman doorman;
    private final Shares shares = new Shares(MOST_OF_ONE);

    BodyAllowance(Doorman doorman) {
        this.doorman = doorman;
    }

    @Override
    public Optional<Permit> admit(HttpServletRequest request) {
        Optional<String> sender = doorman.sender(request);
        if (sender.isEmpty()) {
            return Optional.of(new Permit(MOST_BYTES_OF_STRANGERS, () -> {}));
        }
        String name = sender.get();
        return shares.take(name)
                ? Optional.of(new Permit(BodyFilter.MOST_BYTES, () -> shares.giveBack(name)))
                : Optional.empty();
    }
}

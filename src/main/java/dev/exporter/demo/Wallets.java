package dev.exporter.demo;

import dev.exporter.demo.chance.Dice;
import dev.exporter.demo.chance.Dice.Kind;
import dev.exporter.demo.chance.Oddity;
import dev.exporter.demo.rows.Entry;
import dev.exporter.demo.rows.Insert;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The wallets that own rows: some own very many. An address is the SHA-256 of its key, as on the network. Thread-safe.
 */
final class Wallets {
    /** One wallet in so many is not held, and another is held without its key. */
    private static final int ODD_EVERY = 100;

    private static final int NOT_HELD = 5;
    private static final int WITHOUT_KEY = 7;
    private static final int MAXIMUM = 100_000;

    private final long seed;
    private final byte[][] addresses;

    Wallets(DemoGateway.Settings settings) {
        seed = settings.seed();
        addresses = new byte[Math.min(MAXIMUM, 50 + settings.transactions() / 20)][];
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = Entry.digest("SHA-256", key(i));
        }
    }

    /** A wallet that a row may belong to. */
    int draw(Dice dice) {
        return dice.skewed(addresses.length);
    }

    /** The wallet that owns the row with this number. */
    int owner(Dice dice, int row) {
        if (Oddity.WALLET_NOT_HELD.at(row)) {
            return NOT_HELD;
        }
        return Oddity.WALLET_WITHOUT_KEY.at(row) ? WITHOUT_KEY : draw(dice);
    }

    byte[] address(int wallet) {
        return addresses[wallet];
    }

    /** The signature type by the numbers of ANS-104: 1 Arweave (RSA), 2 ed25519, 3 Ethereum. */
    int signatureType(int wallet) {
        return switch (wallet % 10) {
            case 6, 8 -> 2;
            case 9 -> 3;
            default -> 1;
        };
    }

    /** The length of the wallet's key: RSA 512 bytes, ed25519 32, Ethereum 65. */
    int keyBytes(int wallet) {
        return switch (signatureType(wallet)) {
            case 2 -> 32;
            case 3 -> 65;
            default -> 512;
        };
    }

    int signatureBytes(int wallet) {
        return switch (signatureType(wallet)) {
            case 2 -> 64;
            case 3 -> 65;
            default -> 512;
        };
    }

    /** A signature as the gateway has it: it keeps few, since they can be read again from the data. */
    byte @Nullable [] heldSignature(Dice dice, int wallet, int row) {
        if (Oddity.EMPTY_SIGNATURE.at(row)) {
            return new byte[0];
        }
        return dice.below(10) == 0 ? dice.bytes(signatureBytes(wallet)) : null;
    }

    /** Writes the wallets that a gateway holds. */
    void write(Connection connection) throws SQLException {
        try (Insert insert = Insert.into(connection, "wallets", List.of("address", "public_modulus"))) {
            for (int i = 0; i < addresses.length; i++) {
                if (i % ODD_EVERY != NOT_HELD) {
                    insert.add(addresses[i], heldKey(i));
                }
            }
            insert.flush();
        }
    }

    private byte @Nullable [] heldKey(int wallet) {
        return wallet % ODD_EVERY == WITHOUT_KEY ? null : key(wallet);
    }

    private byte[] key(int wallet) {
        return Dice.of(seed, Kind.WALLET, wallet).bytes(keyBytes(wallet));
    }
}

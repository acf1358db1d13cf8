package dev.exporter.sqlite;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Random;
import java.util.random.RandomGenerator;

/** Values of all storage classes and lengths, with their limits and the numbers beside them more often than others. */
record RandomValues(RandomGenerator random, int pageSize) {
    private static final int[] INTEGER_BITS = {1, 7, 8, 15, 16, 23, 24, 31, 32, 47, 48, 63};
    private static final double[] REALS = {
        0.5, -1.25, 1e300, -1e-300, Double.MIN_VALUE, Double.POSITIVE_INFINITY, 3, -4_611_686_018_427_387_904.0, -0.0
    };

    private static final byte[] POOL = pool();
    private static final String LETTERS = letters();

    void bind(PreparedStatement statement, int parameter) throws SQLException {
        switch (random.nextInt(8)) {
            case 0 -> statement.setNull(parameter, 0);
            case 1 -> statement.setLong(parameter, random.nextInt(-2, 3));
            case 2, 3 -> statement.setLong(parameter, integer());
            case 4 -> statement.setDouble(parameter, REALS[random.nextInt(REALS.length)]);
            case 5 -> statement.setString(parameter, text(length()));
            default -> statement.setBytes(parameter, bytes(length()));
        }
    }

    long integer() {
        long limit = 1L << INTEGER_BITS[random.nextInt(INTEGER_BITS.length)];
        long near = limit + random.nextInt(-2, 3);
        return random.nextBoolean() ? near : -near;
    }

    private int length() {
        return switch (random.nextInt(12)) {
            case 0 -> 0;
            // around what fits on a leaf and on a few overflow pages
            case 1 -> Math.max(0, pageSize - 45 + random.nextInt(60));
            case 2 -> random.nextInt(4) == 0 ? random.nextInt(3 * pageSize + 1) : pageSize / 4;
            default -> random.nextInt(40);
        };
    }

    /** Cut from one long value: making random bytes takes longer than all else here. */
    private byte[] bytes(int length) {
        int start = random.nextInt(POOL.length - length);
        return Arrays.copyOfRange(POOL, start, start + length);
    }

    private String text(int length) {
        int start = random.nextInt(LETTERS.length() - length);
        return LETTERS.substring(start, start + length);
    }

    private static byte[] pool() {
        byte[] bytes = new byte[1 << 20];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    /** In UTF-8, characters of one, two and three bytes. */
    private static String letters() {
        StringBuilder letters = new StringBuilder();
        for (byte letter : POOL) {
            letters.append("abcdefghijklmnopqrstuvwxyzäéß€字".charAt(Math.floorMod(letter, 31)));
        }
        return letters.toString();
    }
}

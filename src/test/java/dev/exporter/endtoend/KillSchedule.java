package dev.exporter.endtoend;

import dev.exporter.fault.FaultPoint;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/** The kills that are still to be done, half of them at random and half at boundaries. Thread-safe. */
final class KillSchedule {
    /** From so many kills on, each boundary has its share. */
    private static final int MANY = 200;

    private static final int LEAST_AT_EACH = 10;
    private static final int KILLED_AGAIN_ONE_IN = 3;

    private final Random random;
    private final long exportMilliseconds;
    private final Deque<Kill> left = new ArrayDeque<>();
    private int misses;

    /** @param exportMilliseconds how long an export takes that is not killed */
    KillSchedule(int kills, long exportMilliseconds, Random random) {
        this.random = random;
        this.exportMilliseconds = exportMilliseconds;
        FaultPoint[] points = FaultPoint.values();
        int atBoundaries = kills >= MANY ? Math.max(kills / 2, LEAST_AT_EACH * points.length) : kills / 2;
        List<Kill> all = new ArrayList<>();
        for (int i = 0; i < atBoundaries; i++) {
            all.add(at(points[i % points.length], 1 + random.nextInt(mostPasses(points[i % points.length]))));
        }
        for (int i = 0; i < kills - kills / 2; i++) {
            all.add(atRandom());
        }
        Collections.shuffle(all, random);
        left.addAll(all);
    }

    /** How often every export comes to a boundary. */
    private static int mostPasses(FaultPoint point) {
        return switch (point) {
            case AFTER_COUNTS, BETWEEN_PARTITIONS -> 6;
            case MID_FILE, AFTER_FOOTER, AFTER_FILE, AFTER_CHECKPOINT, MID_PUBLISH, AFTER_RENAME -> 18;
            case AFTER_INVENTORY, BEFORE_METADATA, AFTER_METADATA, BETWEEN_TABLES -> 3;
            case AFTER_PIN, AFTER_PLAN, AFTER_RUN_FILE, IN_SWEEP, MID_DELETE, AFTER_SWEEP, BEFORE_STATUS, ON_RESUME ->
                1;
        };
    }

    private Kill at(FaultPoint point, int pass) {
        return new Kill.At(point, pass, point == FaultPoint.MID_FILE ? random.nextInt(12) : 0);
    }

    private Kill atRandom() {
        return new Kill.AtRandom((int) (exportMilliseconds * (0.15 + random.nextDouble())));
    }

    /** The kills of one export, one process after the other; none where none is left. */
    synchronized List<Kill> next() {
        List<Kill> kills = new ArrayList<>();
        do {
            Kill kill = left.poll();
            if (kill == null) {
                break;
            }
            if (kill instanceof Kill.At at && at.point() == FaultPoint.ON_RESUME && kills.isEmpty()) {
                kills.add(at(FaultPoint.AFTER_CHECKPOINT, 1 + random.nextInt(6)));
            }
            kills.add(kill);
        } while (random.nextInt(KILLED_AGAIN_ONE_IN) == 0);
        return kills;
    }

    /**
     * Puts back a kill that came too late, at a pass that every process comes to.
     *
     * @throws IllegalStateException where there are a thousand of these, so that a boundary may be out of reach
     */
    synchronized void missed(Kill kill) {
        if (++misses > 1000) {
            throw new IllegalStateException("a thousand kills came too late, the last one " + kill);
        }
        left.add(kill instanceof Kill.At at ? at(at.point(), 1) : atRandom());
    }
}

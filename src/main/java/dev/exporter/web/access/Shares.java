package dev.exporter.web.access;

import java.util.HashMap;
import java.util.Map;

/** Limits how many of something each of many callers has at the same time. Thread-safe. */
public final class Shares {
    private final int most;
    private final Map<String, Integer> taken = new HashMap<>();

    /** @param most of one caller */
    public Shares(int most) {
        this.most = most;
    }

    /** Takes one more for this caller; false where it has as many as it may. */
    public synchronized boolean take(String caller) {
        int before = taken.getOrDefault(caller, 0);
        if (before >= most) {
            return false;
        }
        taken.put(caller, before + 1);
        return true;
    }

    /** Gives one back that was taken. */
    public synchronized void giveBack(String caller) {
        int left = taken.getOrDefault(caller, 1) - 1;
        if (left == 0) {
            taken.remove(caller);
        } else {
            taken.put(caller, left);
        }
    }
}

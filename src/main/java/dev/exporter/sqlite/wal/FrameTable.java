package dev.exporter.sqlite.wal;

/**
 * The newest frame of each page: an open-addressing hash table without objects, 16 to 32 bytes a page. Thread-safe
 * once it is filled.
 */
final class FrameTable {
    private static final int LEAST_PLACES = 16;
    /** 2^32 over the golden ratio: spreads runs of page numbers. */
    private static final int SPREAD = 0x9e3779b9;

    private int[] pages = new int[LEAST_PLACES];
    /** 0 where there is none: frames count from 1. */
    private int[] frames = new int[LEAST_PLACES];
    /** The checksum of the log up to the frame, from which its own goes on. */
    private long[] seeds = new long[LEAST_PLACES];

    private int size;

    /** The place of {@code page}, for {@link #frame} and {@link #seed}; -1 if it has no frame. */
    int find(long page) {
        if (size == 0) {
            return -1;
        }
        int place = place((int) page);
        return frames[place] == 0 ? -1 : place;
    }

    int frame(int place) {
        return frames[place];
    }

    long seed(int place) {
        return seeds[place];
    }

    /** Notes a frame, which is newer than those noted before. */
    void put(long page, int frame, long seed) {
        int place = place((int) page);
        if (frames[place] == 0 && ++size > pages.length / 2) {
            grow();
            place = place((int) page);
        }
        pages[place] = (int) page;
        frames[place] = frame;
        seeds[place] = seed;
    }

    private int place(int page) {
        int mask = pages.length - 1;
        int place = page * SPREAD >>> Integer.numberOfLeadingZeros(mask);
        while (frames[place] != 0 && pages[place] != page) {
            place = (place + 1) & mask;
        }
        return place;
    }

    private void grow() {
        int[] oldPages = pages;
        int[] oldFrames = frames;
        long[] oldSeeds = seeds;
        pages = new int[2 * oldPages.length];
        frames = new int[pages.length];
        seeds = new long[pages.length];
        for (int old = 0; old < oldFrames.length; old++) {
            if (oldFrames[old] != 0) {
                int place = place(oldPages[old]);
                pages[place] = oldPages[old];
                frames[place] = oldFrames[old];
                seeds[place] = oldSeeds[old];
            }
        }
    }
}

package dev.exporter.cli.progress;

import dev.exporter.plan.RunPlan;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a run has to do, and how much of it is done, in parts of the time that it takes. Waves are done one after the other;
 * a wave that scans loads the rows of all its partitions first. For one thread at a time.
 */
final class Work {
    /** The part of a wave's time that loading is, where it scans (measured). */
    private static final double LOADING = 0.38;
    /** The part of a run's time that publishing, committing and sweeping are (measured). */
    private static final double FINISHING = 0.05;

    private final List<Wave> waves;
    private final int partitions;
    private final int partitionsBefore;
    private int partitionsDone;
    private int stagesBegun;

    /** @param partitionsDone by earlier executions of the run */
    Work(RunPlan plan, int partitionsDone) {
        this.waves = plan.waves().stream()
                .map(wave -> new Wave(wave.partitions().size(), wave.scans()))
                .toList();
        this.partitions = waves.stream().mapToInt(wave -> wave.size).sum();
        this.partitionsBefore = partitionsDone;
        this.partitionsDone = partitionsDone;
    }

    private static final class Wave {
        private final int size;
        /** The part of its time that loading is. */
        private double loading;

        private double loaded;

        private Wave(int size, boolean scans) {
            this.size = size;
            this.loading = scans ? LOADING : 0;
        }

        /** How much of it is done, in partitions, where so many of its partitions are. */
        private double done(double partitions, double loadedPart) {
            double isLoaded = partitions >= size ? 1 : loadedPart;
            return size * loading * isLoaded + partitions * (1 - loading);
        }
    }

    int partitions() {
        return partitions;
    }

    int partitionsDone() {
        return partitionsDone;
    }

    /** So much is loaded of the wave under way, from 0 to 1. */
    void loaded(double part) {
        current().loaded = part;
    }

    /** A partition reads its own rows: so do all of a wave that was to scan and is not loaded. */
    void partitionReads() {
        if (current().loaded == 0) {
            current().loading = 0;
        }
    }

    void partitionDone() {
        partitionsDone++;
    }

    /** A stage of the run has begun; those that finish it are publish and commit for each wave, and sweep. */
    void stage(String name) {
        stagesBegun += List.of("publish", "commit", "sweep").contains(name) ? 1 : 0;
    }

    /** The wave under way: the first whose partitions are not all done. */
    private Wave current() {
        int left = partitionsDone;
        for (Wave wave : waves) {
            if (left < wave.size) {
                return wave;
            }
            left -= wave.size;
        }
        return waves.get(waves.size() - 1);
    }

    /**
     * How much is done, from 0 to 1.
     *
     * @param underWay of partitions that are not done, added up
     */
    double fraction(double underWay) {
        double finished = Math.max(0, stagesBegun - 1) / (2.0 * waves.size() + 1);
        return (1 - FINISHING) * done(partitionsDone + underWay, wave -> wave.loaded) + FINISHING * finished;
    }

    /** How much earlier executions had done. What they had loaded of a wave that is not complete is lost. */
    double before() {
        return (1 - FINISHING) * done(partitionsBefore, wave -> 0);
    }

    /** The part of all waves that is done where so many partitions are. */
    private double done(double ofPartitions, ToDoubleFunction<Wave> loaded) {
        double done = 0;
        double left = ofPartitions;
        for (Wave wave : waves) {
            double here = Math.min(left, wave.size);
            done += wave.done(here, loaded.applyAsDouble(wave));
            left -= here;
        }
        return done / partitions;
    }
}

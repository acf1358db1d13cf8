package dev.exporter.endtoend;

import dev.exporter.fault.FaultPoint;

/** When a process is killed. */
sealed interface Kill {
    /** How the kill is named in reports. */
    String name();

    /** At the pass of a boundary; in the middle of a file some milliseconds after it was begun. */
    record At(FaultPoint point, int pass, int milliseconds) implements Kill {
        static At first(FaultPoint point) {
            return new At(point, 1, 0);
        }

        @Override
        public String name() {
            return point.text();
        }

        /** What the process is told. */
        String javaOption() {
            return "-Dexporter.faults=" + point.text() + ":" + pass;
        }
    }

    /** So long after the process was started. */
    record AtRandom(int milliseconds) implements Kill {
        @Override
        public String name() {
            return "random";
        }
    }
}

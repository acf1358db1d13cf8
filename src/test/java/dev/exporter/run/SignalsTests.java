package dev.exporter.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExporterException;
import dev.exporter.run.load.StopSignal;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sun.misc.Signal;

class SignalsTests {
    private final StopSignal stop = new StopSignal();

    @ParameterizedTest
    @CsvSource({"INT, INTERRUPTED", "TERM, TERMINATED"})
    void aSignalEndsPlanningThatWaitsForSomethingElse(String signal, ExitCode exitCode) {
        CountDownLatch lockOfTheDatabase = new CountDownLatch(1);
        try (Signals signals = Signals.into(stop)) {
            assertThatThrownBy(() -> signals.unlessReceived(() -> {
                        Signal.raise(new Signal(signal));
                        return awaited(lockOfTheDatabase);
                    }))
                    .isInstanceOfSatisfying(
                            ExporterException.class,
                            e -> assertThat(e.exitCode()).isEqualTo(exitCode))
                    .hasMessageContaining("nothing was written");
        } finally {
            lockOfTheDatabase.countDown();
        }
    }

    @Test
    void aSignalAfterPlanningIsASignalToTheWorkers() throws Exception {
        try (Signals signals = Signals.into(stop)) {
            assertThat(signals.unlessReceived(() -> "planned")).isEqualTo("planned");
            assertThat(stop.isRaised()).isFalse();
            assertThat(signals.stopped()).isEmpty();

            Signal.raise(new Signal("INT"));
            assertThatThrownBy(() -> signals.unlessReceived(() -> awaited(new CountDownLatch(1))))
                    .isInstanceOf(ExporterException.class);

            assertThat(stop.isRaised()).isTrue();
            assertThat(signals.stopped()).contains(ExitCode.INTERRUPTED);
        }
    }

    @Test
    void aRefusalPassesThroughAsItIs() {
        ExporterException refusal = ExporterException.refused("code", "message", "", "");
        try (Signals signals = Signals.into(stop)) {
            assertThatThrownBy(() -> signals.unlessReceived(() -> {
                        throw refusal;
                    }))
                    .isSameAs(refusal);
        }
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

package dev.exporter.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class FaultPointTests {
    @Test
    @Timeout(10)
    void noBoundaryHoldsAProcessThatWasNotToldTo() {
        assertThat(System.getProperty("exporter.faults")).isNull();
        assertThatCode(() -> Arrays.stream(FaultPoint.values()).forEach(FaultPoint::reached))
                .doesNotThrowAnyException();
    }

    @Test
    void eachBoundaryHasANameOfItsOwn() {
        assertThat(FaultPoint.AFTER_RENAME.text()).isEqualTo("after-rename");
        assertThat(Arrays.stream(FaultPoint.values()).map(FaultPoint::text).collect(Collectors.toSet()))
                .hasSize(FaultPoint.values().length);
    }
}

package dev.exporter.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProblemTests {
    @Test
    void aReasonOfSeveralLinesIsToldInOne() {
        Problem problem = new Problem("code", "not valid: expected ','\n   but got\r\n the end", "file.yml", "");

        assertThat(problem.message()).isEqualTo("not valid: expected ',' but got the end");
    }

    @Test
    void thePlaceStaysAsItIsButItsTextIsOneLine() {
        Problem problem = new Problem("code", "gone", "a path\nwith a line break", "Look for it");

        assertThat(problem.where()).isEqualTo("a path\nwith a line break");
        assertThat(problem.text()).isEqualTo("gone [a path with a line break]. Look for it");
    }
}

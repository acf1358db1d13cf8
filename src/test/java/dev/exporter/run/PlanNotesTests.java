package dev.exporter.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.plan.DatasetReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is noticed while an export of the real pair is planned, which ends at block 982575. */
class PlanNotesTests {
    @TempDir
    private Path directory;

    @Test
    void anEndThatTheSourceHasNotReachedIsTold() throws IOException {
        assertThat(notes(982_580))
                .contains(
                        "the source ends at block 982575: 982576 to 982580 are not there yet, and are left for a later"
                                + " export");
        assertThat(notes(982_575)).noneMatch(note -> note.contains("the source ends"));
    }

    private List<String> notes(long end) throws IOException {
        return new ExportRuns(Clock.systemUTC(), Optional.empty(), (dataset, asked, range, progress) -> {})
                .plan(
                        DatasetReader.read("ario"),
                        RealGateway.copiedTo(Files.createDirectory(directory.resolve(Long.toString(end))))
                                .request(1, end, Map.of(), "staging", "warehouse"))
                .notes();
    }
}

package dev.exporter.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exporter.plan.ExportRequest.Only;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.KeyRange;
import dev.exporter.plan.RunId;
import dev.exporter.plan.verification.Depth;
import dev.exporter.plan.verification.VerifyRequest;
import dev.exporter.warehouse.WarehouseCase;
import dev.exporter.warehouse.WarehouseFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SubjectTests extends WarehouseCase {
    private static final KeyRange LOW = WarehouseFixture.partition(0);
    private static final KeyRange MIDDLE = WarehouseFixture.partition(20);
    private static final KeyRange HIGH = WarehouseFixture.partition(50);

    @BeforeEach
    void exportThreePartitions() throws Exception {
        fixture.export(LOW, "low", 1);
        fixture.export(MIDDLE, "middle", 21);
        fixture.export(HIGH, "high", 51);
    }

    @Test
    void everythingIsWhatWasExported() {
        Subject subject = subject("", "");

        assertThat(subject.range()).isEqualTo(new KeyRange(0, 59));
        assertThat(partitions(subject)).containsExactly(LOW, MIDDLE, HIGH);
    }

    @Test
    void filesOutsideWhatWasExportedAreVerifiedToo() throws Exception {
        onlyMiddleWasExported();

        Subject subject = subject("", "");

        assertThat(subject.exported()).containsExactly(MIDDLE);
        assertThat(subject.range()).isEqualTo(new KeyRange(0, 59));
        assertThat(partitions(subject)).containsExactly(LOW, MIDDLE, HIGH);
        assertThat(subject.empty()).isEmpty();
        assertThat(partitions(subject("22", ""))).containsExactly(MIDDLE, HIGH);
        assertThat(partitions(subject("", "22"))).containsExactly(LOW, MIDDLE);
        assertThat(partitions(subject("22", "22"))).containsExactly(MIDDLE);
    }

    @Test
    void aRangeOfWhichNothingWasExportedIsRefused() throws Exception {
        onlyMiddleWasExported();

        for (String end : List.of("0", "5", "19")) {
            assertThatThrownBy(() -> subject("", end))
                    .isInstanceOfSatisfying(
                            ExporterException.class,
                            refused -> assertThat(refused.problem().code()).isEqualTo("not-exported"))
                    .hasMessageContaining("20-29");
        }
        assertThatThrownBy(() -> subject("60", ""))
                .isInstanceOf(ExporterException.class)
                .hasMessageContaining("nothing of the range 60-60 was exported");
    }

    @Test
    void onlyThePartitionsThatAreAskedForAreVerified() {
        Subject subject = subject("0", "59", Optional.of(new Only("sync", List.of(new KeyRange(0, 19), HIGH))));

        assertThat(partitions(subject)).containsExactly(LOW, HIGH);
        assertThat(subject.empty()).isEmpty();
    }

    @Test
    void ofTheEmptyOnesToo() throws Exception {
        exportNothing(new KeyRange(30, 39));
        exportNothing(new KeyRange(40, 49));

        assertThat(subject("", "").empty()).containsExactly(new KeyRange(30, 49));
        assertThat(subject("25", "59", Optional.of(new Only("sync", List.of(new KeyRange(25, 39), HIGH))))
                        .empty())
                .containsExactly(new KeyRange(30, 39));
    }

    private void exportNothing(KeyRange bounds) {
        RunId run = WarehouseFixture.newRun();
        warehouse.commit(fixture.publish(fixture.plan(run, bounds), WarehouseFixture.rewritten(bounds)));
        warehouse.finish(run);
    }

    private Subject subject(String start, String end) {
        return subject(start, end, Optional.empty());
    }

    private Subject subject(String start, String end, Optional<Only> only) {
        return Subject.of(WarehouseFixture.dataset(), request(key(start), key(end), only));
    }

    private static OptionalLong key(String text) {
        return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
    }

    private VerifyRequest request(OptionalLong start, OptionalLong end, Optional<Only> only) {
        return new VerifyRequest(
                start,
                end,
                only,
                Depth.OFFLINE,
                Map.of(),
                new VerifyRequest.Place(fixture.root, Optional.empty(), ""),
                new VerifyRequest.Limits(1, 1 << 28, Duration.ofSeconds(1)));
    }

    private static List<KeyRange> partitions(Subject subject) {
        return subject.partitions().stream().map(LivePartition::bounds).toList();
    }

    /** Leaves the table as if another program had put the files of the other partitions there. */
    private void onlyMiddleWasExported() throws Exception {
        Path newest = fixture.find("v3\\.metadata\\.json").get(0);
        String before = Files.readString(newest);
        String after = before.replaceFirst("(\"exporter.watermark\" ?: ?)\"59\"", "$1\"29\"")
                .replaceFirst("(\"exporter.gaps\" ?: ?)\"10-19,30-49\"", "$1\"0-19\"");
        assertThat(after).contains("\"29\"", "\"0-19\"");
        Files.writeString(newest, after);
    }
}

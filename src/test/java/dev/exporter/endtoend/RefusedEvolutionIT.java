package dev.exporter.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Versions of the dataset that old files do not fit; all are refused, so that they share one warehouse. */
@Timeout(900)
class RefusedEvolutionIT {
    private static final String OFFSET = "      - {id: 26, name: root_parent_offset, type: long}\n";
    private static final String SIGNATURE =
            "      - {id: 29, name: signature, type: binary, bounds: none, option: signature}\n";

    @TempDir
    static Path directory;

    static SourceGateway gateway;

    @TempDir
    Path own;

    @BeforeAll
    static void exportByTheOlderVersion() throws Exception {
        gateway = SourceGateway.demo(directory.resolve("gateway"), 1_400_000, 100, 300, 5);
        export(EditedDataset.withoutContentEncoding(directory.resolve("older"))).requireExit(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{id: 26, name: root_parent_offset, type: int} | the column root_parent_offset is long and cannot become int",
                "{id: 26, name: root_note, type: string}"
                        + " | field 26 is root_parent_offset long and cannot be root_note string: an id keeps its meaning",
                "{id: 26, name: root_parent_offset, type: long, required: true}"
                        + " | the column root_parent_offset may be NULL and cannot become required",
                "| it has the column root_parent_offset long, which the dataset does not have",
            })
    void aColumnThatCannotBecomeAnotherIsNamed(String other, String difference) throws Exception {
        requireRefused(newer().with(OFFSET, other == null ? "" : "      - " + other + "\n"), difference);
    }

    @Test
    void aColumnUnderAnotherIdIsNoRenamedOne() throws Exception {
        requireRefused(
                newer().with(OFFSET, "")
                        .with(SIGNATURE, SIGNATURE + "      - {id: 30, name: root_parent_offset, type: long}\n"),
                "field 26 has the name of the new field root_parent_offset long");
    }

    @Test
    void aNewColumnCannotBeRequired() throws Exception {
        requireRefused(
                newer().with(
                                "name: content_encoding, type: string, bounds: short}",
                                "name: content_encoding, type: string, bounds: short, required: true}"),
                "the new column content_encoding string (required) has no values in the rows that are there");
    }

    private EditedDataset newer() throws Exception {
        return EditedDataset.ofVersion(own, 2);
    }

    private static void requireRefused(EditedDataset dataset, String difference) throws Exception {
        List<String> before = everything();

        assertThat(export(dataset).requireExit(2).err())
                .contains("the table transactions cannot become what version 2 of dataset ario defines")
                .contains(difference);
        assertThat(everything()).isEqualTo(before);
    }

    private static List<String> everything() throws Exception {
        List<String> all = new ArrayList<>();
        for (String folder : List.of("warehouse", "staging")) {
            try (Stream<Path> files = Files.walk(directory.resolve(folder))) {
                files.map(Path::toString).sorted().forEach(all::add);
            }
        }
        return all;
    }

    private static ExporterJar.Ended export(EditedDataset dataset) throws Exception {
        List<String> options = new ArrayList<>(gateway.options());
        options.addAll(List.of("--startHeight=1400000", "--endHeight=1400099", dataset.option()));
        return new ExporterHere(directory).run(options);
    }
}

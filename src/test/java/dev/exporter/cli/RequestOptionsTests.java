package dev.exporter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exporter.cli.options.Arguments;
import dev.exporter.cli.options.OptionParser;
import dev.exporter.cli.options.Values;
import dev.exporter.cli.options.reading.RequestReader;
import dev.exporter.cli.options.settings.ExportSettings;
import dev.exporter.operations.options.RequestOptions;
import dev.exporter.plan.Dataset;
import dev.exporter.plan.DatasetReader;
import dev.exporter.plan.ExportRequest;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request is written as is read as the same request. */
class RequestOptionsTests {
    private final Dataset dataset = DatasetReader.read("ario");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--startHeight 0 --endHeight latest",
                "--startHeight 5 --endHeight 9 --includeL1Transactions --includeL1Tags --heightPartitionSize 250",
                "--startHeight 5 --endHeight 9 --compression zstd:7 --maxFileRows 10 --maxFileBytes 1.5GB --rowGroupSize 9",
                "--startHeight 5 --endHeight 9 --compression snappy --replace exact --source other --namespace n1",
                "--startHeight 5 --endHeight 9 --warehouseDir a --warehouseLocation https://h/w --stagingDir /b/=c --nativeDir x",
                "--startHeight 5 --endHeight 9 --parallelism 3 --memoryLimit 900MB --busyTimeout 1500ms --maxReadSeconds 0.5",
                "--startHeight 5 --endHeight 9 --readBy scan --reader jdbc --spoolLimit 7GB --commitEvery 50 --verify",
                "--startHeight 5 --endHeight 9 --jobRepository jdbc:postgresql://h/d?user=u --verifyCount"
            })
    void anExportThatIsWrittenAsOptionsIsReadAsItWas(String commandLine) {
        ExportRequest request = read(List.of(commandLine.split(" ")));

        assertThat(read(RequestOptions.arguments(RequestOptions.of(dataset, request))))
                .isEqualTo(request);
    }

    private ExportRequest read(List<String> commandLine) {
        Values values = new OptionParser(ExportSettings.of(dataset), OptionParser.Unknown.REFUSED)
                .parse(Arguments.of(commandLine), name -> null);
        return RequestReader.read(dataset, "ario", values);
    }
}

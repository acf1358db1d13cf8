package dev.exporter.cli.options.reading;

import dev.exporter.cli.options.Value;
import dev.exporter.cli.options.Values;
import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExportRequest;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.Reader;
import dev.exporter.plan.Reading;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Makes the request of an export from the values of its options, and refuses what cannot be meant. */
public final class RequestReader {
    private final Dataset dataset;
    private final Values values;

    private RequestReader(Dataset dataset, Values values) {
        this.dataset = dataset;
        this.values = values;
    }

    /**
     * The request that {@code values} are, every path absolute and every default filled in.
     *
     * @param datasetName what {@link ExportRequest#dataset()} is to be
     * @throws ExporterException refused, naming the first value that is not right
     */
    public static ExportRequest read(Dataset dataset, String datasetName, Values values) {
        return new RequestReader(dataset, values).request(datasetName);
    }

    private ExportRequest request(String datasetName) {
        String startOption = dataset.range().startOption();
        String endOption = dataset.range().endOption();
        if (values.value(startOption).isEmpty() || values.value(endOption).isEmpty()) {
            String missing = values.value(startOption).isEmpty() ? startOption : endOption;
            throw ExporterException.refused(
                    "option-missing",
                    "--" + missing + " is required",
                    "",
                    "Give --" + startOption + " and --" + endOption + ", for example --" + startOption + " 0 --"
                            + endOption + " latest");
        }
        long start = Quantities.number(values, startOption, 0, Quantities.MAXIMUM);
        OptionalLong end = end(endOption);
        if (end.isPresent() && end.getAsLong() < start) {
            throw ExporterException.refused(
                    "range-reversed",
                    "the range ends before it starts: --" + startOption + " " + start + ", --" + endOption + " "
                            + end.getAsLong(),
                    values.where(endOption),
                    "Both ends are included, so the end is at least the start");
        }
        String partitionSize = dataset.range().partitionSizeOption();
        return new ExportRequest(
                datasetName,
                start,
                end,
                values.value(partitionSize).isEmpty()
                        ? OptionalLong.empty()
                        : OptionalLong.of(Quantities.number(values, partitionSize, 1, Quantities.MAXIMUM)),
                databases(),
                options(),
                output(),
                place(),
                limits(),
                onInterrupted(),
                values.isSet("changeScope") ? ExportRequest.OnScope.WIDEN : ExportRequest.OnScope.KEEP,
                new ExportRequest.Partitions(
                        Optional.empty(),
                        ExportRequest.Rewrite.CHANGED,
                        values.value("commitEvery").isEmpty()
                                ? OptionalLong.empty()
                                : OptionalLong.of(Quantities.number(values, "commitEvery", 1, 1_000_000))));
    }

    private OptionalLong end(String option) {
        return values.text(option).equals("latest")
                ? OptionalLong.empty()
                : OptionalLong.of(Quantities.number(values, option, 0, Quantities.MAXIMUM));
    }

    private Map<String, Path> databases() {
        Map<String, Path> paths = new LinkedHashMap<>();
        for (Dataset.Database database : dataset.databases()) {
            paths.put(database.name(), Paths.absolute(values, database.option()));
        }
        return paths;
    }

    private Map<String, String> options() {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Dataset.Option option : dataset.options()) {
            String text = values.text(option.name());
            if (!option.values().contains(text)) {
                throw ExporterException.refused(
                        "option-invalid",
                        "--" + option.name() + " cannot be '" + text + "'",
                        values.where(option.name()),
                        "Known are " + String.join(", ", option.values()));
            }
            texts.put(option.name(), text);
        }
        return texts;
    }

    private ExportRequest.Output output() {
        return new ExportRequest.Output(
                Quantities.number(values, "maxFileRows", 1, Quantities.MAXIMUM),
                Quantities.bytes(values, "maxFileBytes", 1),
                Compressions.of(values),
                Quantities.number(values, "rowGroupSize", 1, Integer.MAX_VALUE),
                Choices.of(values, "replace", ExportRequest.Replace.values()));
    }

    private ExportRequest.Place place() {
        return new ExportRequest.Place(
                Paths.absolute(values, "warehouseDir"),
                values.value("warehouseLocation").map(value -> location(value.text())),
                values.text("source"),
                namespace(values.value("namespace").map(Value::text).orElse("")),
                Paths.absolute(values, "stagingDir"),
                JobRepositories.of(values),
                nativeDir(values));
    }

    private String location(String text) {
        try {
            if (new URI(text).getScheme() != null) {
                return text;
            }
        } catch (URISyntaxException e) {
            throw notALocation(text);
        }
        throw notALocation(text);
    }

    private ExporterException notALocation(String text) {
        return ExporterException.refused(
                "option-invalid",
                "--warehouseLocation is not a URI: '" + text + "'",
                values.where("warehouseLocation"),
                "Give one with its scheme, such as file:///data/warehouse or https://host/warehouse");
    }

    private String namespace(String text) {
        if (!text.matches("|[A-Za-z0-9][A-Za-z0-9_-]{0,62}")) {
            throw ExporterException.refused(
                    "option-invalid",
                    "--namespace cannot be '" + text + "'",
                    values.where("namespace"),
                    "Use letters, digits, _ and -, beginning with a letter or digit");
        }
        return text;
    }

    /** The directory of native libraries, where one is named. */
    public static Optional<Path> nativeDir(Values values) {
        return values.value("nativeDir").map(value -> Paths.absolute(values, "nativeDir"));
    }

    private ExportRequest.Limits limits() {
        return new ExportRequest.Limits(
                Quantities.parallelism(values),
                Memory.limitBytes(values),
                Quantities.duration(values, "busyTimeout"),
                reading(),
                verify());
    }

    private ExportRequest.Verify verify() {
        if (values.isSet("verify")) {
            return ExportRequest.Verify.ROWS;
        }
        return values.isSet("verifyCount") ? ExportRequest.Verify.COUNTS : ExportRequest.Verify.NOT;
    }

    private Reading reading() {
        return new Reading(
                Choices.of(values, "readBy", Reading.By.values()),
                Choices.of(values, "reader", Reader.values()),
                values.value("spoolLimit").isPresent()
                        ? OptionalLong.of(Quantities.bytes(values, "spoolLimit", 1))
                        : OptionalLong.empty(),
                Quantities.seconds(values, "maxReadSeconds"));
    }

    private ExportRequest.OnInterrupted onInterrupted() {
        if (values.isSet("resume") && values.isSet("fresh")) {
            throw ExporterException.refused(
                    "option-conflict",
                    "--resume and --fresh contradict each other",
                    values.where("fresh"),
                    "Give --resume to continue the interrupted run, or --fresh to give it up");
        }
        if (values.isSet("resume")) {
            return ExportRequest.OnInterrupted.RESUME;
        }
        return values.isSet("fresh") ? ExportRequest.OnInterrupted.FRESH : ExportRequest.OnInterrupted.REFUSE;
    }
}

package dev.exporter.cli;

import dev.exporter.cli.options.OptionParser;
import dev.exporter.cli.options.Setting;
import dev.exporter.cli.options.Values;
import dev.exporter.cli.options.reading.DatasetChoice;
import dev.exporter.cli.options.reading.JobRepositories;
import dev.exporter.cli.options.reading.RequestReader;
import dev.exporter.cli.options.settings.ExportSettings;
import dev.exporter.natives.NativeLibraries;
import dev.exporter.natives.NativeLibraryException;
import dev.exporter.operations.Exports;
import dev.exporter.plan.Dataset;
import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExportRequest;
import dev.exporter.plan.ExporterException;
import dev.exporter.plan.Problem;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What an invocation asks to be exported.
 *
 * @param password the job repository's; kept out of the request, which is written to disk
 */
record Asked(DatasetChoice choice, Values values, ExportRequest request, Optional<String> password) {
    /** Makes the exports that a command works with. */
    interface ExportsFactory {
        /** @param jobRepositoryPassword empty where none was given */
        Exports exports(Optional<String> jobRepositoryPassword);
    }

    /** Makes a request of a dataset, its name and the values of options. */
    interface RequestForm {
        ExportRequest of(Dataset dataset, String name, Values values);
    }

    /** @throws ExporterException refused, naming the first option that is not right */
    static Asked by(Command.Invocation invocation) {
        return by(invocation, ExportSettings::of, RequestReader::read);
    }

    /**
     * What is asked of a command with other options.
     *
     * @throws ExporterException refused, naming the first option that is not right
     */
    static Asked by(Command.Invocation invocation, Function<Dataset, List<Setting>> settings, RequestForm form) {
        DatasetChoice choice = DatasetChoice.read(invocation.first());
        Values values = invocation.values(settings.apply(choice.dataset()), OptionParser.Unknown.REFUSED);
        ExportRequest request = form.of(choice.dataset(), choice.name(), values);
        Optional<String> password =
                JobRepositories.password(values, invocation.console().environment()::get);
        if (choice.isFile()) {
            invocation
                    .console()
                    .err()
                    .println("dataset=" + choice.dataset().name() + " file=" + choice.name() + " sha256="
                            + choice.dataset().sha256());
        }
        return new Asked(choice, values, request, password);
    }

    /** Prepares the native libraries, which the exports need from their first check on, and makes the exports. */
    Exports exports(ExportsFactory factory) {
        prepareNativeLibraries(values);
        return factory.exports(password);
    }

    /**
     * Prepares the native libraries of a command.
     *
     * @throws ExporterException refused, if their directory cannot be used
     */
    static void prepareNativeLibraries(Values values) {
        try {
            NativeLibraries.prepare(RequestReader.nativeDir(values));
        } catch (NativeLibraryException e) {
            Problem problem = new Problem("native-library", String.valueOf(e.getMessage()), e.where(), e.remedy());
            throw new ExporterException(ExitCode.REFUSED, problem, e);
        }
    }
}

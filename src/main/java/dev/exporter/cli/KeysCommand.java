package dev.exporter.cli;

import dev.exporter.cli.options.OptionParser;
import dev.exporter.cli.options.Values;
import dev.exporter.cli.options.settings.ServeSettings;
import dev.exporter.cli.page.KeysPage;
import dev.exporter.cli.page.Page;
import dev.exporter.plan.ExitCode;
import dev.exporter.plan.ExporterException;
import dev.exporter.web.keys.KeyFile;
import dev.exporter.web.keys.Scope;
import java.time.Clock;
import java.util.List;

/** {@code exporter keys add|list|remove}: who may use the pages and the interface. */
final class KeysCommand implements Command {
    @Override
    public String name() {
        return "keys";
    }

    @Override
    public String summary() {
        return "make, list and remove the keys that open the pages of serve";
    }

    @Override
    public String help(Invocation invocation, List<Command> commands) {
        Page page = new Page()
                .name("exporter keys", summary())
                .synopsis(
                        "exporter keys add NAME --keys FILE [--scope read|operate]",
                        "exporter keys list --keys FILE",
                        "exporter keys remove NAME --keys FILE")
                .description("add prints a new key, once: the file holds only its hash. Programs send it as"
                        + " 'Authorization: Bearer KEY', people paste it into the page that asks for it. A key that is"
                        + " removed opens nothing from that moment on, and ends what it had opened. The names of keys"
                        + " are what the operator's log shows. Only the file's owner may be able to read it.")
                .heading("OPTIONS");
        ServeSettings.keys().forEach(page::option);
        return page.text();
    }

    @Override
    public ExitCode run(Invocation invocation) {
        Values values = invocation.values(ServeSettings.keys(), OptionParser.Unknown.ARGUMENTS);
        KeyFile file = new KeyFile(ServeSettings.keysFile(values)
                .orElseThrow(() -> ExporterException.refused(
                        "option-missing", "there is no file of keys", "--keys", "Give the path of the file")));
        KeysPage page = new KeysPage(invocation.console().out(), invocation.isJson());
        List<String> words = values.arguments();
        String action = words.isEmpty() ? "" : words.get(0);
        switch (action) {
            case "add" -> {
                String name = name(words);
                Scope scope = scope(values.text("scope"));
                page.added(name, scope, file.add(name, scope, Clock.systemUTC()));
                if (invocation.console().out().checkError()) {
                    file.remove(name); // nobody has it
                    throw ExporterException.failed(
                            "key-unwritten",
                            "the new key could not be printed, and was removed again",
                            name,
                            "Add it again where standard output can be written",
                            null);
                }
            }
            case "remove" -> {
                String name = name(words);
                file.remove(name);
                page.removed(name);
            }
            case "list" -> {
                requireWords(words, 1);
                page.list(file.keys());
            }
            default -> throw usage(action.isEmpty() ? "it is not said what to do" : "there is no '" + action + "'");
        }
        return ExitCode.DONE;
    }

    private static String name(List<String> words) {
        requireWords(words, 2);
        return words.get(1);
    }

    private static void requireWords(List<String> words, int number) {
        if (words.size() != number) {
            throw usage(words.size() < number ? "the name of the key is missing" : "there are too many words");
        }
    }

    private static Scope scope(String text) {
        return Scope.of(text)
                .orElseThrow(() -> ExporterException.refused(
                        "option-invalid", "there is no scope '" + text + "'", "--scope", "Give read or operate"));
    }

    private static ExporterException usage(String message) {
        return ExporterException.refused(
                "keys-usage", message, "keys", "Call keys add NAME, keys list or keys remove NAME, with --keys FILE");
    }
}

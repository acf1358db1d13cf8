package dev.exporter.cli.options;

import dev.exporter.plan.ExporterException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Finds the values of a command's options, by precedence: command line, option files, environment, defaults. */
public final class OptionParser {
    private final List<Setting> settings;
    private final Map<String, Setting> byOption;
    private final Unknown unknown;
    private final String help;
    private final Supplier<List<Setting>> elsewhere;

    /** What to do about arguments that are not options of the command. */
    public enum Unknown {
        /** They are refused. */
        REFUSED,
        /** Words are arguments of the command; unknown options are refused. */
        ARGUMENTS,
        /** They are passed over. */
        IGNORED
    }

    public OptionParser(List<Setting> settings, Unknown unknown) {
        this(settings, unknown, "", List::of);
    }

    /**
     * Of a command's options.
     *
     * @param command whose options they are, as it was called; empty for the one meant where none is named
     * @param elsewhere options of any command, which are passed over in option files; asked for only if there are some
     */
    public OptionParser(List<Setting> settings, Unknown unknown, String command, Supplier<List<Setting>> elsewhere) {
        this(settings, unknown, elsewhere, "See exporter " + (command.isEmpty() ? "" : command + " ") + "--help");
    }

    private OptionParser(List<Setting> settings, Unknown unknown, Supplier<List<Setting>> elsewhere, String help) {
        this.settings = List.copyOf(settings);
        this.byOption = settings.stream()
                .flatMap(setting -> setting.names().stream().map(name -> Map.entry(name, setting)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        this.unknown = unknown;
        this.elsewhere = elsewhere;
        this.help = help;
    }

    /**
     * The values of the options.
     *
     * @param environment gives a variable's value, or null
     * @throws ExporterException refused, at the first argument that is not right
     */
    public Values parse(Arguments arguments, Function<String, @Nullable String> environment) {
        Map<String, Value> values = new LinkedHashMap<>();
        for (Setting setting : settings) {
            setting.value().ifPresent(text -> values.put(setting.name(), new Value(text, setting.origin())));
        }
        values.putAll(level(environment(environment)));
        for (OptionFile file : arguments.files()) {
            ParsedLine parsed = ofFiles().parse(file.arguments(), new Origin.OptionFile(file.argument()));
            values.putAll(level(parsed.only(settings)));
        }
        ParsedLine direct = parse(arguments.direct(), new Origin.CommandLine());
        values.putAll(level(direct));
        return new Values(settings, values, direct.words());
    }

    private record ParsedLine(Map<String, Value> values, List<String> words) {
        ParsedLine only(List<Setting> settings) {
            Map<String, Value> kept = new LinkedHashMap<>(values);
            kept.keySet().retainAll(settings.stream().map(Setting::name).toList());
            return new ParsedLine(kept, words);
        }
    }

    /** Knows the options of other commands as well; of two with one name, this command's. */
    private OptionParser ofFiles() {
        List<Setting> all = new ArrayList<>(settings);
        Set<String> names = new HashSet<>(byOption.keySet());
        for (Setting setting : elsewhere.get()) {
            if (setting.names().stream().noneMatch(names::contains)) {
                all.add(setting);
                names.addAll(setting.names());
            }
        }
        return new OptionParser(all, unknown, List::of, help);
    }

    /** The shorthand is translated within its level, so that a lower level's never beats a higher one's. */
    private Map<String, Value> level(ParsedLine parsed) {
        return ExcludeL1.translated(parsed.values());
    }

    private ParsedLine environment(Function<String, @Nullable String> environment) {
        Map<String, Value> values = new LinkedHashMap<>();
        for (Setting setting : settings) {
            String text = setting.isInEnvironment() ? environment.apply(setting.variable()) : null;
            if (text != null) {
                Origin origin = new Origin.Environment(setting.variable());
                values.put(setting.name(), checked(setting, new Value(text, origin)));
            }
        }
        return new ParsedLine(values, List.of());
    }

    private ParsedLine parse(List<String> arguments, Origin origin) {
        CommandLine.ParseResult result;
        try {
            result = commandLine().parseArgs(joined(arguments).toArray(String[]::new));
        } catch (CommandLine.ParameterException e) {
            throw refusal(e, origin);
        }
        Map<String, Value> values = new LinkedHashMap<>();
        for (Setting setting : settings) {
            String name = "--" + setting.name();
            if (result.hasMatchedOption(name)) {
                String text = result.matchedOptionValue(name, "");
                values.put(setting.name(), checked(setting, new Value(text, origin)));
            }
        }
        return new ParsedLine(values, result.matchedPositionalValue(0, List.<String>of()));
    }

    private CommandLine commandLine() {
        CommandSpec spec = CommandSpec.create().name("exporter");
        for (Setting setting : settings) {
            OptionSpec.Builder option = OptionSpec.builder(setting.names().toArray(String[]::new))
                    .type(String.class)
                    .paramLabel(setting.label());
            spec.addOption(
                    setting.isFlag()
                            ? option.arity("0..1").fallbackValue("true").build()
                            : option.arity("1").build());
        }
        if (unknown == Unknown.ARGUMENTS) {
            spec.addPositional(PositionalParamSpec.builder()
                    .index("0..*")
                    .arity("0..*")
                    .type(List.class)
                    .auxiliaryTypes(String.class)
                    .build());
        }
        return new CommandLine(spec)
                .setUnmatchedArgumentsAllowed(unknown == Unknown.IGNORED)
                .setExpandAtFiles(false)
                .setAllowOptionsAsOptionParameters(false);
    }

    /** Joins each flag with its value, so that a flag takes the next argument only where that is true or false. */
    private List<String> joined(List<String> arguments) {
        List<String> joined = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            Setting setting = byOption.get(argument);
            if (setting == null || !setting.isFlag()) {
                joined.add(argument);
            } else if (i + 1 < arguments.size() && isBoolean(arguments.get(i + 1))) {
                joined.add(argument + "=" + arguments.get(++i));
            } else {
                joined.add(argument + "=true");
            }
        }
        return joined;
    }

    private static boolean isBoolean(String text) {
        return text.equals("true") || text.equals("false");
    }

    private static Value checked(Setting setting, Value value) {
        if (setting.isFlag() && !isBoolean(value.text())) {
            throw ExporterException.refused(
                    "option-invalid",
                    "--" + setting.name() + " is true or false, not '" + value.text() + "'",
                    value.origin().where(setting.name()),
                    "Write --" + setting.name() + " or --" + setting.name() + "=false");
        }
        return value;
    }

    private ExporterException refusal(CommandLine.ParameterException e, Origin origin) {
        if (e instanceof CommandLine.UnmatchedArgumentException unmatched) {
            return unknown(unmatched.getUnmatched().get(0), origin);
        }
        String name = e instanceof CommandLine.MissingParameterException missing
                ? firstName(missing.getMissing().get(0))
                : e instanceof CommandLine.OverwrittenOptionException overwritten
                        ? firstName(overwritten.getOverwritten())
                        : "";
        String where = origin instanceof Origin.CommandLine ? "" : origin.text();
        if (e instanceof CommandLine.MissingParameterException) {
            return ExporterException.refused(
                    "option-invalid", name + " needs a value", where, "Write " + name + " VALUE");
        }
        if (e instanceof CommandLine.OverwrittenOptionException) {
            return ExporterException.refused(
                    "option-invalid", name + " is given more than once", where, "Give it once");
        }
        return ExporterException.refused("option-invalid", String.valueOf(e.getMessage()), where, help);
    }

    /** The name in camel case, which is the first. */
    private static String firstName(CommandLine.Model.ArgSpec option) {
        return option instanceof OptionSpec named ? named.names()[0] : option.paramLabel();
    }

    private ExporterException unknown(String argument, Origin origin) {
        String where = origin.text();
        if (!argument.startsWith("-")) {
            return ExporterException.refused(
                    "argument-unexpected", "'" + argument + "' is neither an option nor the value of one", where, help);
        }
        String option = argument.replaceFirst("=.*", "");
        Optional<String> nearest = Nearest.to(option, byOption.keySet());
        return ExporterException.refused(
                "option-unknown",
                "there is no option " + option,
                where,
                nearest.map(name -> "Did you mean " + name + "?").orElse(help));
    }
}

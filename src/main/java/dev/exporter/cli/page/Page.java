package dev.exporter.cli.page;

import dev.exporter.cli.options.Setting;
import java.util.ArrayList;
import java.util.List;

/** A page of help: headings, paragraphs, examples and options, wrapped to {@value #WIDTH} columns. */
public final class Page {
    static final int WIDTH = 100;
    private static final int OPTION_WIDTH = 34;

    private final List<String> lines = new ArrayList<>();

    public Page heading(String text) {
        if (!lines.isEmpty()) {
            lines.add("");
        }
        lines.add(text);
        return this;
    }

    public Page paragraph(String text) {
        lines.addAll(wrapped("  ", "  ", text));
        return this;
    }

    /** What every page of a command begins with: its name and what it is for. */
    public Page name(String command, String summary) {
        return heading("NAME").paragraph(command + " - " + summary);
    }

    /** The ways to call it. */
    public Page synopsis(String... calls) {
        heading("SYNOPSIS");
        for (String call : calls) {
            example(call);
        }
        return this;
    }

    public Page description(String text) {
        return heading("DESCRIPTION").paragraph(text);
    }

    /** A line that must not be wrapped, so that it can be copied. */
    public Page example(String text) {
        lines.add("  " + text);
        return this;
    }

    /** A term and what it means, the meaning in a column of its own. */
    public Page term(String term, String meaning) {
        String left = "  " + term;
        String indent = " ".repeat(OPTION_WIDTH);
        if (left.length() + 2 > OPTION_WIDTH) {
            lines.add(left);
            lines.addAll(wrapped(indent, indent, meaning));
        } else {
            lines.addAll(wrapped(left + " ".repeat(OPTION_WIDTH - left.length()), indent, meaning));
        }
        return this;
    }

    public Page option(Setting setting) {
        String letter = switch (setting.name()) {
            case "help" -> "-h, ";
            case "version" -> "-V, ";
            default -> "";
        };
        String value = setting.isFlag() ? "" : " " + setting.label();
        String shown = setting.shownDefault().isEmpty() ? "" : " [default: " + setting.shownDefault() + "]";
        return term(letter + "--" + setting.name() + value, setting.description() + shown);
    }

    public String text() {
        return String.join(System.lineSeparator(), lines);
    }

    private static List<String> wrapped(String firstIndent, String indent, String text) {
        List<String> wrapped = new ArrayList<>();
        StringBuilder line = new StringBuilder(firstIndent);
        boolean empty = true;
        for (String word : text.split(" ")) {
            if (!empty && line.length() + 1 + word.length() > WIDTH) {
                wrapped.add(line.toString());
                line = new StringBuilder(indent);
                empty = true;
            }
            line.append(empty ? "" : " ").append(word);
            empty = false;
        }
        wrapped.add(line.toString());
        return wrapped;
    }
}

package dev.exporter.plan.yaml;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A mapping of a document, whose keys are taken one by one; those that nobody takes are refused. A key without a value
 * is an absent one. Whatever is of another form than asked for is refused by a {@link MalformedYamlException}. Not
 * thread-safe.
 */
public final class YamlMapping {
    private final String name;
    /** Ends the name of each part: empty for the document itself, whose name goes without saying. */
    private final String ofThis;

    private final MappingNode node;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Node> untaken = new LinkedHashMap<>();

    private YamlMapping(MappingNode node, String name, String ofThis) {
        this.node = node;
        this.name = name;
        this.ofThis = ofThis;
        for (NodeTuple entry : node.getValue()) {
            String key = Nodes.text(entry.getKeyNode(), "a key of " + name);
            if (untaken.put(key, entry.getKeyNode()) != null) {
                throw Nodes.malformed("the key '" + key + "' stands twice in " + name, entry.getKeyNode());
            }
            if (!entry.getValueNode().getTag().equals(Tag.NULL)) {
                values.put(key, entry.getValueNode());
            }
        }
    }

    /** Reads the mapping that is the whole document. */
    static <T> T document(Node node, String name, Function<YamlMapping, T> form) {
        return new YamlMapping(Nodes.mapping(node, name), name, "").as(form);
    }

    /** Reads a mapping within the document. */
    private static <T> T part(Node node, String name, Function<YamlMapping, T> form) {
        return new YamlMapping(Nodes.mapping(node, name), name, " of " + name).as(form);
    }

    private <T> T as(Function<YamlMapping, T> form) {
        T result = form.apply(this);
        untaken.forEach((key, keyNode) -> {
            throw Nodes.malformed("unknown key '" + key + "' in " + name, keyNode);
        });
        return result;
    }

    /** A text that must be there; numbers, booleans and the like are taken as they are written. */
    public String text(String key) {
        return text(key, Function.identity());
    }

    /**
     * A text that must be there, as {@code parse} reads it.
     *
     * @param parse throws an {@link IllegalArgumentException} for a text that is not right
     */
    public <T> T text(String key, Function<String, T> parse) {
        return parsed(key, required(key), parse);
    }

    /** A text, if the key is there. */
    public Optional<String> optionalText(String key) {
        return optionalText(key, Function.identity());
    }

    /** A text as {@code parse} reads it, if the key is there. */
    public <T> Optional<T> optionalText(String key, Function<String, T> parse) {
        return take(key).map(value -> parsed(key, value, parse));
    }

    private <T> T parsed(String key, Node value, Function<String, T> parse) {
        String text = Nodes.text(value, called(key));
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            throw new MalformedYamlException(called(key) + ": " + e.getMessage(), Nodes.line(value), e);
        }
    }

    /** A whole number from 0 to 999,999,999 in decimal digits that must be there. */
    public int number(String key) {
        return text(key, YamlMapping::wholeNumber);
    }

    /** {@code true} or {@code false}; false where the key is absent. */
    public boolean flag(String key) {
        return optionalText(key, YamlMapping::truth).orElse(false);
    }

    /** A sequence of texts that must be there. */
    public List<String> texts(String key) {
        return texts(key, required(key));
    }

    /** A sequence of texts; empty where the key is absent. */
    public List<String> optionalTexts(String key) {
        return take(key).map(value -> texts(key, value)).orElse(List.of());
    }

    private List<String> texts(String key, Node value) {
        return Nodes.elements(value, called(key)).stream()
                .map(element -> Nodes.text(element, "an entry of " + called(key)))
                .toList();
    }

    /** A mapping that must be there. */
    public <T> T mapping(String key, Function<YamlMapping, T> form) {
        return part(required(key), called(key), form);
    }

    /** A mapping, if the key is there. */
    public <T> Optional<T> optionalMapping(String key, Function<YamlMapping, T> form) {
        return take(key).map(value -> part(value, called(key), form));
    }

    /**
     * A sequence of mappings that must be there.
     *
     * @param noun what messages call each of them, before its name
     */
    public <T> List<T> mappings(String key, String noun, Function<YamlMapping, T> form) {
        return mappings(key, required(key), noun, form);
    }

    /** A sequence of mappings; empty where the key is absent. */
    public <T> List<T> optionalMappings(String key, String noun, Function<YamlMapping, T> form) {
        return take(key).map(value -> mappings(key, value, noun, form)).orElse(List.of());
    }

    private <T> List<T> mappings(String key, Node value, String noun, Function<YamlMapping, T> form) {
        return Nodes.elements(value, called(key)).stream()
                .map(element -> part(element, Nodes.named(noun, element) + ofThis, form))
                .toList();
    }

    private Node required(String key) {
        return take(key).orElseThrow(() -> {
            String present = values.isEmpty() ? "" : ", which has " + String.join(", ", values.keySet());
            return Nodes.malformed("the key '" + key + "' is missing in " + name + present, node);
        });
    }

    private Optional<Node> take(String key) {
        untaken.remove(key);
        return Optional.ofNullable(values.get(key));
    }

    private String called(String key) {
        return "'" + key + "'" + ofThis;
    }

    private static int wholeNumber(String text) {
        if (!text.matches("0|[1-9][0-9]{0,8}")) {
            throw new IllegalArgumentException("'" + text + "' is not a whole number below a thousand million");
        }
        return Integer.parseInt(text);
    }

    private static boolean truth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("'" + text + "' is neither true nor false");
        };
    }
}

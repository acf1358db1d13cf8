package dev.exporter.plan.yaml;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads the one document of a YAML text. It is only composed into nodes, never constructed into objects: no tag in it
 * can name a class.
 */
public final class YamlDocument {
    private static final int MAXIMUM_CHARACTERS = 1 << 20;
    private static final int MAXIMUM_DEPTH = 20;
    private static final int MAXIMUM_ALIASES = 100;

    private YamlDocument() {}

    /**
     * Reads {@code text}, which must be a mapping.
     *
     * @param name what messages call the document
     * @param form takes the mapping's keys; keys that it does not take are refused
     * @throws MalformedYamlException if it is not YAML, larger than a million characters, nested deeper than 20, or of
     *     another form
     */
    public static <T> T read(String text, String name, Function<YamlMapping, T> form) {
        Node root = root(text);
        if (root == null) {
            throw new MalformedYamlException(name + " is empty", 1, null);
        }
        return YamlMapping.document(root, name, form);
    }

    private static @Nullable Node root(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAXIMUM_CHARACTERS);
        options.setNestingDepthLimit(MAXIMUM_DEPTH);
        options.setMaxAliasesForCollections(MAXIMUM_ALIASES);
        try {
            return new Composer(new ParserImpl(new StreamReader(text), options), new Resolver(), options)
                    .getSingleNode();
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            throw mark == null
                    ? new MalformedYamlException(e.getProblem(), e)
                    : new MalformedYamlException(e.getProblem(), mark.getLine() + 1, e);
        } catch (YAMLException e) {
            throw new MalformedYamlException(
                    String.valueOf(e.getMessage()).lines().findFirst().orElse("not YAML"), e);
        }
    }
}

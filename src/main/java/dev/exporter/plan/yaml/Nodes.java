package dev.exporter.plan.yaml;

import java.util.List;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Looks into nodes of a composed document. {@code what} is how a message calls the node. */
final class Nodes {
    private static final String NAME_KEY = "name";

    private Nodes() {}

    static MappingNode mapping(Node node, String what) {
        if (node instanceof MappingNode mapping) {
            return mapping;
        }
        throw malformed(what + " must be a mapping of keys to values", node);
    }

    static List<Node> elements(Node node, String what) {
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        throw malformed(what + " must be a sequence", node);
    }

    /** The text of a plain value as it is written, whatever it would be resolved to. */
    static String text(Node node, String what) {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw malformed(what + " must be a plain value", node);
    }

    /** The noun, and the name of what it is for where the node is a mapping that has one. */
    static String named(String noun, Node node) {
        if (node instanceof MappingNode mapping) {
            for (NodeTuple entry : mapping.getValue()) {
                if (entry.getKeyNode() instanceof ScalarNode key
                        && key.getValue().equals(NAME_KEY)
                        && entry.getValueNode() instanceof ScalarNode name) {
                    return noun + " '" + name.getValue() + "'";
                }
            }
        }
        return noun;
    }

    static MalformedYamlException malformed(String message, Node node) {
        return new MalformedYamlException(message, line(node), null);
    }

    /** Counted from 1. */
    static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }
}

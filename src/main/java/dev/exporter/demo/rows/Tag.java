package dev.exporter.demo.rows;

/**
 * A tag of a row.
 *
 * @param heightOffset by how much the tag's own height differs from its row's: 0 but for an oddity
 */
public record Tag(Entry name, Entry value, int heightOffset) {
    public Tag(Entry name, Entry value) {
        this(name, value, 0);
    }
}

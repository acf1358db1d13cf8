/**
 * The content hash v1 of a table's rows, over their canonical form.
 */
@NullMarked
package dev.exporter.transform.hash;

import org.jspecify.annotations.NullMarked;

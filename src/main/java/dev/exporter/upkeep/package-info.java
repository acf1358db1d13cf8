/**
 * Keeps a warehouse and its staging tidy, between runs. Uses {@code run} to know what is under way.
 */
@NullMarked
package dev.exporter.upkeep;

import org.jspecify.annotations.NullMarked;

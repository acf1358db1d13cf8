/**
 * Makes believable AR.IO gateways: two SQLite databases with made content, for trying the export, for tests and for
 * measurements. It uses the vocabulary of {@code plan} for its refusals, and knows nothing of the export.
 */
@NullMarked
package dev.exporter.demo;

import org.jspecify.annotations.NullMarked;

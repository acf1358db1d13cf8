/**
 * What the doors (command line, interface, pages) can ask for: start and resume exports, look at plans, query tables.
 * A façade: doors use this room and the vocabulary of {@code plan}, and nothing behind them.
 */
@NullMarked
package dev.exporter.operations;

import org.jspecify.annotations.NullMarked;

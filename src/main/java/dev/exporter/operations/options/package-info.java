/** Requests as the options that the command line has for them. */
@NullMarked
package dev.exporter.operations.options;

import org.jspecify.annotations.NullMarked;

/** The options of each command, in the order of its help, and what their values mean to it. */
@NullMarked
package dev.exporter.cli.options.settings;

import org.jspecify.annotations.NullMarked;

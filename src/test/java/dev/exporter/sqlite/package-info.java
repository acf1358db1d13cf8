@NullMarked
package dev.exporter.sqlite;

import org.jspecify.annotations.NullMarked;

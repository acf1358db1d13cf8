@NullMarked
package dev.exporter.source;

import org.jspecify.annotations.NullMarked;

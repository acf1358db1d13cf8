@NullMarked
package dev.exporter.api.metrics;

import org.jspecify.annotations.NullMarked;

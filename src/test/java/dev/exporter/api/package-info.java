@NullMarked
package dev.exporter.api;

import org.jspecify.annotations.NullMarked;

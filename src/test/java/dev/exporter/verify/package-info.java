@NullMarked
package dev.exporter.verify;

import org.jspecify.annotations.NullMarked;

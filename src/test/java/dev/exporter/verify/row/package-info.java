@NullMarked
package dev.exporter.verify.row;

import org.jspecify.annotations.NullMarked;

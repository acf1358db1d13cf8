@NullMarked
package dev.exporter.verify.compare;

import org.jspecify.annotations.NullMarked;

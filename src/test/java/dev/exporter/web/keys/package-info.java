@NullMarked
package dev.exporter.web.keys;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.exporter.web.access;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.exporter.web.body;

import org.jspecify.annotations.NullMarked;

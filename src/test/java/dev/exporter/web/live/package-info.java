@NullMarked
package dev.exporter.web.live;

import org.jspecify.annotations.NullMarked;

/**
 * Keys that open the interface and the pages, and the file that holds their hashes. Knows nothing of the web, so that the
 * command line can look after the file.
 */
@NullMarked
package dev.exporter.web.keys;

import org.jspecify.annotations.NullMarked;

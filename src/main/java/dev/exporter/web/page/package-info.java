/** What all pages of the server have in common, whoever makes them. */
@NullMarked
package dev.exporter.web.page;

import org.jspecify.annotations.NullMarked;

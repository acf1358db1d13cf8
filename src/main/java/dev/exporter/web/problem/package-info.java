/** What went wrong, as HTTP tells it: problem details (RFC 9457) for programs, a page for people. */
@NullMarked
package dev.exporter.web.problem;

import org.jspecify.annotations.NullMarked;

/** How an operator acts on jobs: starts, stops, resumes and gives up runs, each time with a line in the operator's log. */
@NullMarked
package dev.exporter.operations.steering;

import org.jspecify.annotations.NullMarked;

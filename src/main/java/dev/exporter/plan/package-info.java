/**
 * The vocabulary that every other room speaks: datasets, tables, columns, key ranges, partitions, requests and the
 * plan of a run. It reads dataset files ({@code jobs/*.yml}) and knows no database, no file format and no framework.
 */
@NullMarked
package dev.exporter.plan;

import org.jspecify.annotations.NullMarked;

package dev.exporter.source;

import dev.exporter.plan.Reader;

/**
 * How a snapshot scans a table.
 *
 * @param reader PAGES or JDBC
 * @param reason why not by pages, as the end of "… cannot be read by pages: "; empty where it is
 */
public record Way(Reader reader, String reason) {}

package dev.exporter.source.sqlite;

/**
 * Which rows a range of a table has, in short.
 *
 * @param rows how many
 * @param numbers a sum over the numbers of the rows; 0 where rows have none
 */
public record Census(long rows, long numbers) {}

package dev.exporter.source.page;

/** Whether a table can be read by pages. */
public sealed interface PageAccess permits PageTable, NotByPages {}

package dev.exporter.dashboard.view;

/** Something to choose by a link, and whether it is chosen. */
public record Choice(String label, String href, boolean isChosen) {}

package dev.exporter.transform;

/**
 * The answer to a fault check.
 *
 * @param faults how many there are
 * @param example one of them, for people; empty where there is none
 */
public record FaultCount(long faults, String example) {}

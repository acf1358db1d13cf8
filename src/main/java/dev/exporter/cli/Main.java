package dev.exporter.cli;

public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.out.println(org.duckdb.DuckDBConnection.class + " " + com.dynatrace.hash4j.hashing.Hashing.xxh3_128());
    }
}

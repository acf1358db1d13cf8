package dev.exporter.demo;

import java.sql.Connection;
import java.sql.SQLException;

/** Fills one of the two databases, whose tables are there and empty. */
interface Filling {
    void fill(Connection connection) throws SQLException, InterruptedException;
}

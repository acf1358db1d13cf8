// The readers of the matrix. Each gives the figures of all tables of a warehouse, or throws; Unavailable where it cannot
// be had on this machine.
import { join } from 'node:path';
import * as duckdb from '../readers/duckdb.mjs';
import * as iceberg from '../readers/iceberg.mjs';
import { Unavailable } from '../readers/java.mjs';
import * as spark from '../readers/spark.mjs';

export const READERS = {
  clickhouse: byTable('../readers/clickhouse.mjs'),
  spark: spark.figures,
  icebird: byTable('../readers/icebird.mjs'),
  iceberg: iceberg.figures,
  duckdb: duckdb.figures,
};

/** A reader that is a module of Node's, which reads one table. */
function byTable(module) {
  return async (warehouse, tables) => {
    const reader = await loaded(module);
    const found = {};
    for (const [table, columns] of Object.entries(tables)) {
      found[table] = await reader.figures(join(warehouse, table), columns);
    }
    return found;
  };
}

async function loaded(module) {
  try {
    return await import(module);
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new Unavailable('it is not installed: npm ci --prefix interop');
  }
}

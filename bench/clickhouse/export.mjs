// Exports the three tables of a gateway with ClickHouse, embedded (chdb): one sorted Parquet file a table.
// usage: export.mjs CORE_DB BUNDLES_DB OUT ZSTD_LEVEL FIRST LAST   all of the gateway, or a few heights
//        export.mjs CORE_DB BUNDLES_DB OUT ZSTD_LEVEL
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
// the same ClickHouse that interop/ reads our tables with
const { query } = createRequire(join(here, '../../interop/package.json'))('chdb');

/** Ours are written without bloom filters and with row groups of 122,880 rows; smaller ones are faster here as well. */
const SETTINGS = {
  join_use_nulls: 1,
  output_format_parquet_compression_method: "'zstd'",
  output_format_parquet_row_group_size: 122_880,
  output_format_parquet_string_as_string: 0,
  output_format_parquet_write_bloom_filter: 0,
};

const [core, bundles, out, level, first, last] = process.argv.slice(2);
const way = first === undefined ? 'wide' : 'narrow';
for (const table of ['tags', 'transactions', 'blocks']) {
  const file = join(out, `${table}.parquet`);
  if (existsSync(file)) throw new Error(`${file} exists`);
  const select = readFileSync(join(here, way, `${table}.sql`), 'utf8')
    .replaceAll('{core}', text(core))
    .replaceAll('{bundles}', text(bundles))
    .replaceAll('{first}', first)
    .replaceAll('{last}', last);
  const settings = Object.entries({ ...SETTINGS, output_format_compression_level: level });
  query(`INSERT INTO FUNCTION file(${text(file)}, 'Parquet') ${select}
         SETTINGS ${settings.map(([name, value]) => `${name} = ${value}`).join(', ')}`);
}

function text(value) {
  return "'" + value.replaceAll('\\', '\\\\').replaceAll("'", "\\'") + "'";
}

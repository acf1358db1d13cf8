// Exports the three tables of a gateway with ClickHouse, embedded (chdb): one sorted Parquet file a table.
// usage: export.mjs CORE_DB BUNDLES_DB OUT FORM WAY [FIRST LAST]
// FORM is ours: the exporter's level of zstd and row groups; or own: ClickHouse's.
// WAY is scan: ClickHouse reads the source tables and joins them; or index: SQLite joins the rows of FIRST to LAST.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
// the same ClickHouse that interop/ reads our tables with
const { queryAsync } = createRequire(join(here, '../../interop/package.json'))('chdb');

/** Our level of zstd, and row groups as large as ours: both make ClickHouse faster than its own (3, and 1,000,000 rows). */
const FORMS = {
  ours: { output_format_compression_level: 1, output_format_parquet_row_group_size: 122_880 },
  own: {},
};
/** Bloom filters are left out: they cost time and space. */
const SETTINGS = {
  join_use_nulls: 1,
  output_format_parquet_compression_method: "'zstd'",
  output_format_parquet_string_as_string: 0,
  output_format_parquet_write_bloom_filter: 0,
};

const [core, bundles, out, form, way, first, last] = process.argv.slice(2);
const settings = Object.entries({ ...SETTINGS, ...FORMS[form] })
  .map(([name, value]) => `${name} = ${value}`)
  .join(', ');
// at the same time, since one statement does not keep two processors busy
await Promise.all(['tags', 'transactions', 'blocks'].map(table => queryAsync(insert(table))));

function insert(table) {
  const file = join(out, `${table}.parquet`);
  if (existsSync(file)) throw new Error(`${file} exists`);
  const select = readFileSync(join(here, way, `${table}.sql`), 'utf8')
    .replaceAll('{core}', text(core))
    .replaceAll('{bundles}', text(bundles))
    .replaceAll('{heights}', first === undefined ? 'true' : `height BETWEEN ${first} AND ${last}`)
    .replaceAll('{first}', first)
    .replaceAll('{last}', last);
  return `INSERT INTO FUNCTION file(${text(file)}, 'Parquet') ${select} SETTINGS ${settings}`;
}

function text(value) {
  return "'" + value.replaceAll('\\', '\\\\').replaceAll("'", "\\'") + "'";
}

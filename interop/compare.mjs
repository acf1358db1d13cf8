// Compares what other readers find in a warehouse's tables with what its source databases say.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as clickhouse from './readers/clickhouse.mjs';
import * as hyparquet from './readers/hyparquet.mjs';
import * as icebird from './readers/icebird.mjs';

const READERS = { clickhouse, icebird, hyparquet };
/** Tables of at most so many rows are compared row by row as well. */
const ROWS_TO_COMPARE = 10_000;
const MOST_ROWS_TO_SHOW = 5;
const OUTPUT_BYTES = 1 << 30;
const USAGE = 'usage: interop/run WAREHOUSE CORE_DB BUNDLES_DB [FIRST LAST] [--l1]';

const here = dirname(fileURLToPath(import.meta.url));
const { warehouse, source } = parse(process.argv.slice(2));
const columns = JSON.parse(readFileSync(join(here, 'tables.json'), 'utf8'));
const expected = readSource(source);
process.chdir('/'); // ClickHouse reads files below the current directory only

const outcome = { passed: 0, failed: 0 };
const lines = [['table', 'figure', 'source', ...Object.keys(READERS)]];
for (const table of Object.keys(columns)) {
  await compare(table);
}
print(lines);
console.log(`${outcome.passed} passed, ${outcome.failed} failed`);
process.exitCode = outcome.failed === 0 ? 0 : 1;

function parse(words) {
  const layer1 = words.includes('--l1');
  const [warehouse, core, bundles, first = '', last = '', ...rest] = words.filter(word => word !== '--l1');
  const heights = (first === '') === (last === '') && [first, last].every(height => /^\d*$/.test(height));
  if (bundles === undefined || rest.length > 0 || !heights) {
    console.error(USAGE);
    process.exit(2);
  }
  return { warehouse: resolve(warehouse), source: [resolve(core), resolve(bundles), first, last, layer1 ? '1' : '0'] };
}

function readSource(source) {
  const words = [join(here, 'source.py'), ...source, String(ROWS_TO_COMPARE)];
  try {
    return JSON.parse(execFileSync('python3', words, { maxBuffer: OUTPUT_BYTES, stdio: ['ignore', 'pipe', 'inherit'] }));
  } catch {
    console.error('interop: the source databases could not be read');
    process.exit(2);
  }
}

async function compare(table) {
  const directory = join(warehouse, table);
  const found = await readAll(table, directory);
  for (const [figure, value] of Object.entries(expected[table].figures)) {
    const cells = Object.values(found).map(figures => cell(figures, figure, value));
    lines.push([table, figure, value, ...cells]);
  }
  if (expected[table].rows !== null) {
    lines.push([table, 'every value', String(expected[table].rows.length), compareRows(table, directory), '', '']);
  }
}

/** The figures of every reader by its name; none where it cannot read the table. */
async function readAll(table, directory) {
  const found = {};
  for (const [name, reader] of Object.entries(READERS)) {
    try {
      found[name] = await reader.figures(directory, columns[table]);
    } catch (error) {
      console.log(`${name} cannot read ${table}: ${error.message}`);
      outcome.failed++;
      found[name] = undefined;
    }
  }
  return found;
}

function cell(figures, figure, value) {
  if (figures === undefined) return 'unreadable';
  if (figures[figure] === undefined) return '';
  return figures[figure] === value ? pass() : fail(figures[figure]);
}

/** Compares every value of every row, in ClickHouse's reading; shows the first rows that only one side has. */
function compareRows(table, directory) {
  let read;
  try {
    read = clickhouse.lines(directory, columns[table]);
  } catch (error) {
    console.log(`clickhouse cannot read the rows of ${table}: ${error.message}`);
    return fail('unreadable');
  }
  const missing = difference(expected[table].rows, read);
  const surplus = difference(read, expected[table].rows);
  missing.slice(0, MOST_ROWS_TO_SHOW).forEach(row => console.log(`only in the source of ${table}: ${row}`));
  surplus.slice(0, MOST_ROWS_TO_SHOW).forEach(row => console.log(`only in the table ${table}: ${row}`));
  return missing.length + surplus.length === 0 ? pass() : fail(`${missing.length} missing, ${surplus.length} more`);
}

/** The rows of the one that the other has not, each as often as it is missing. */
function difference(one, other) {
  const counts = new Map();
  for (const row of other) counts.set(row, (counts.get(row) ?? 0) + 1);
  return one.filter(row => {
    const left = counts.get(row) ?? 0;
    counts.set(row, left - 1);
    return left <= 0;
  });
}

function pass() {
  outcome.passed++;
  return '=';
}

function fail(text) {
  outcome.failed++;
  return `${text} DIFFERS`;
}

function print(rows) {
  const widths = rows[0].map((_, i) => Math.max(...rows.map(row => row[i].length)));
  for (const row of rows) {
    console.log(row.map((text, i) => text.padEnd(widths[i])).join('  ').trimEnd());
  }
}

// Reads tables by every reader in every state of theirs, and compares what they find with the source. See ../README.md.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Unavailable } from '../readers/java.mjs';
import { page, textTable } from './page.mjs';
import { READERS } from './readers.mjs';
import { GATEWAY, STATES } from './states.mjs';
import { PROJECT, Workshop, exporter, hasCommand, run } from './workshop.mjs';

const USAGE = `usage: interop/run --all [--states NAME,...] [--readers NAME,...] [--cycles N] [--page FILE] [--keep DIR]
  states   ${STATES.map(state => state.name).join(', ')}
  readers  ${Object.keys(READERS).join(', ')}`;
const INTEROP = join(PROJECT, 'interop');

const asked = parse();
const tables = JSON.parse(readFileSync(join(INTEROP, 'tables.json'), 'utf8'));
const work = asked.keep ?? mkdtempSync(join(tmpdir(), 'interop-'));
const cwd = process.cwd();
try {
  const result = await matrix();
  console.log(textTable(result.lines));
  result.notes.forEach(note => console.log(note));
  console.log(`${result.passed} passed, ${result.failed} failed, ${result.skipped} skipped`);
  if (asked.page !== undefined) writeFileSync(asked.page, await page({ ...result, cycles: asked.cycles }));
  process.exitCode = result.failed === 0 ? 0 : 1;
} finally {
  process.chdir(cwd);
  if (asked.keep === undefined) rmSync(work, { recursive: true, force: true });
}

function parse() {
  const text = { type: 'string' };
  try {
    const { values } = parseArgs({
      options: { states: text, readers: text, cycles: { ...text, default: '20' }, page: text, keep: text },
    });
    const states = chosen(values.states, STATES.map(state => state.name));
    const readers = chosen(values.readers, Object.keys(READERS));
    const cycles = Number(values.cycles);
    if (!Number.isInteger(cycles) || cycles < 1) throw new Error(`--cycles ${values.cycles} is no number of cycles`);
    const path = value => (value === undefined ? undefined : resolve(value));
    return { states, readers, cycles, page: path(values.page), keep: path(values.keep) };
  } catch (error) {
    console.error(`interop: ${error.message}\n${USAGE}`);
    process.exit(2);
  }
}

/** Those of the names that are asked for, in their order. */
function chosen(list, names) {
  const wanted = list?.split(',') ?? names;
  const unknown = wanted.find(name => !names.includes(name));
  if (unknown !== undefined) throw new Error(`'${unknown}' is none of ${names.join(', ')}`);
  return names.filter(name => wanted.includes(name));
}

async function matrix() {
  const result = { lines: [['state', 'table', 'rows', ...asked.readers]], notes: [], passed: 0, failed: 0, skipped: 0 };
  const whole = await gateway();
  process.chdir('/'); // ClickHouse reads files below the current directory only
  for (const state of STATES.filter(state => asked.states.includes(state.name))) {
    const missing = await firstMissing(state.needs);
    if (missing !== undefined) {
      result.skipped++;
      result.notes.push(`${state.title(asked)}: skipped, this build has no command ${missing}`);
      continue;
    }
    progress(state.title(asked));
    const shop = new Workshop(join(work, state.name), whole);
    const expected = await sourceFigures(await state.make(shop, { whole, ...asked }));
    const found = {};
    for (const name of asked.readers) {
      progress(`  ${name}`);
      found[name] = await read(name, shop.warehouse, result);
    }
    for (const table of Object.keys(tables)) {
      const cells = asked.readers.map(name => cell(found[name]?.[table], expected[table].figures, result));
      result.lines.push([state.title(asked), table, expected[table].figures.rows, ...cells]);
    }
  }
  return result;
}

function progress(text) {
  console.error(text);
}

/** A gateway with everything, and a warehouse that nobody looks at. */
async function gateway() {
  const { first, blocks, transactions } = GATEWAY;
  const size = ['--firstHeight', first, '--blocks', blocks, '--transactions', transactions].map(String);
  await exporter('demo', '--dir', join(work, 'demo'), ...size);
  return join(work, 'demo', 'gateway');
}

async function firstMissing(commands) {
  for (const command of commands) {
    if (!(await hasCommand(command))) return command;
  }
  return undefined;
}

async function sourceFigures(gateway) {
  const databases = [join(gateway, 'core.db'), join(gateway, 'bundles.db')];
  return JSON.parse(await run('python3', [join(INTEROP, 'source.py'), ...databases, '', '', '1', '0']));
}

/** What a reader finds; `unavailable` where it cannot be had, and nothing where it fails. */
async function read(name, warehouse, result) {
  try {
    return await READERS[name](warehouse, tables);
  } catch (error) {
    const isUnavailable = error instanceof Unavailable;
    const note = `${name}: ${isUnavailable ? 'skipped, ' : 'cannot read the tables: '}${error.message}`;
    if (!result.notes.includes(note)) result.notes.push(note);
    return isUnavailable ? Object.fromEntries(Object.keys(tables).map(table => [table, 'skipped'])) : undefined;
  }
}

/** How many figures of a table a reader gives, where all of them are the source's. */
function cell(found, expected, result) {
  if (found === 'skipped') {
    result.skipped++;
    return 'skipped';
  }
  const figures = found === undefined ? [] : Object.keys(expected).filter(figure => found[figure] !== undefined);
  const wrong = figures.filter(figure => found[figure] !== expected[figure]);
  if (figures.length === 0 || wrong.length > 0) {
    result.failed++;
    return wrong.length === 0 ? 'UNREADABLE' : `DIFFERS in ${wrong.map(figure => `${figure}: ${found[figure]}`)[0]}`;
  }
  result.passed++;
  return `= ${figures.length}${figures.includes('hash') ? ' #' : ''}`;
}

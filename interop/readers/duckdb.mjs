// DuckDB, through the exporter's own command: exporter query.
import { exporter } from '../all/workshop.mjs';

const TWO_TO_64 = '18446744073709551616';

/** The figures of every table of a warehouse. */
export async function figures(warehouse, tables) {
  const found = {};
  for (const [table, columns] of Object.entries(tables)) {
    const rows = await exporter('query', sql(table, columns), '--format', 'json', '--warehouseDir', warehouse);
    const [row] = JSON.parse(rows);
    found[table] = Object.fromEntries(Object.entries(row).map(([figure, value]) => [figure, String(value)]));
  }
  return found;
}

function sql(table, columns) {
  const names = Object.keys(columns);
  const expressions = {
    rows: 'count(*)',
    nulls: `sum(${names.map(name => `(${quoted(name)} IS NULL)::INTEGER`).join(' + ')})`,
    bytes: `sum(${names.map(name => bytes(name, columns[name])).join(' + ')})`,
    // the lower half of md5_number is the first 8 bytes, little-endian; mixed with HUGEINT it would become a DOUBLE
    hash: `sum((md5_number(canonical) % ${TWO_TO_64}::UHUGEINT)::HUGEINT) % ${TWO_TO_64}::HUGEINT`,
  };
  for (const name of names.filter(name => columns[name] === 'integer')) {
    expressions[`sum(${name})`] = `coalesce(sum(${quoted(name)}::HUGEINT), 0)`;
  }
  const selected = Object.entries(expressions).map(([figure, sql]) => `(${sql})::VARCHAR AS ${quoted(figure)}`);
  const cells = Object.entries(columns).map(([name, kind]) => canonical(quoted(name), kind));
  return `SELECT ${selected.join(', ')} FROM (SELECT *, ${cells.join(" || ',' || ")} AS canonical FROM ${table})`;
}

function canonical(column, kind) {
  switch (kind) {
    case 'binary':
    case 'string':
      return `coalesce('x' || lower(hex(${column})), '-')`;
    case 'boolean':
      return `coalesce(${column}::INTEGER::VARCHAR, '-')`;
    default:
      return `coalesce(${column}::VARCHAR, '-')`;
  }
}

function bytes(name, kind) {
  if (kind === 'string') return `coalesce(strlen(${quoted(name)}), 0)`;
  return kind === 'binary' ? `coalesce(octet_length(${quoted(name)}), 0)` : '0';
}

function quoted(identifier) {
  return `"${identifier.replaceAll('"', '""')}"`;
}

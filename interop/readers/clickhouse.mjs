// ClickHouse, embedded (chdb): its own reader of Iceberg metadata and its own reader of Parquet.
import { query } from 'chdb';

/** Every figure of a table, computed by ClickHouse. */
export function figures(directory, columns) {
  const names = Object.keys(columns);
  const integers = names.filter(name => columns[name] === 'integer');
  const expressions = {
    rows: 'count()',
    nulls: `sum(${names.map(name => `isNull(${quoted(name)})`).join(' + ')})`,
    bytes: `sum(${names.map(name => bytes(name, columns[name])).join(' + ')})`,
    hash: `sum(reinterpretAsUInt64(substring(MD5(${line(columns)}), 1, 8)))`,
    ...Object.fromEntries(integers.map(name => [`sum(${name})`, `ifNull(sum(toInt128(${quoted(name)})), 0)`])),
  };
  // as one array, since ClickHouse would take a column's name in an expression for another expression's alias
  const values = Object.values(expressions).map(expression => `toString(${expression})`);
  const [row] = rows(`SELECT [${values.join(', ')}] AS figures FROM icebergLocal(${text(directory)})`);
  return Object.fromEntries(Object.keys(expressions).map((figure, i) => [figure, row.figures[i]]));
}

/** Every row of a table in its canonical form, sorted. */
export function lines(directory, columns) {
  return rows(`SELECT ${line(columns)} AS canonical_row FROM icebergLocal(${text(directory)})`)
    .map(row => row.canonical_row)
    .sort();
}

function rows(sql) {
  return query(sql, 'JSONEachRow')
    .split('\n')
    .filter(row => row !== '')
    .map(row => JSON.parse(row));
}

function line(columns) {
  const cells = Object.entries(columns).map(([name, kind]) => canonical(quoted(name), kind));
  return `concat(${cells.join(", ',', ")})`;
}

function canonical(column, kind) {
  switch (kind) {
    case 'binary':
    case 'string':
      return `if(isNull(${column}), '-', concat('x', lower(hex(assumeNotNull(${column})))))`;
    case 'boolean':
      return `ifNull(toString(toUInt8(${column})), '-')`;
    default:
      return `ifNull(toString(${column}), '-')`;
  }
}

function bytes(name, kind) {
  return kind === 'binary' || kind === 'string' ? `ifNull(length(${quoted(name)}), 0)` : '0';
}

function quoted(identifier) {
  return '`' + identifier.replaceAll('\\', '\\\\').replaceAll('`', '\\`') + '`';
}

function text(value) {
  return "'" + value.replaceAll('\\', '\\\\').replaceAll("'", "\\'") + "'";
}

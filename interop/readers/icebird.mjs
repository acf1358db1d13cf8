// icebird, as its users call it. It gives binary values as text, so only figures without bytes can be compared.
import '../files.mjs';
import { icebergMetadata, icebergRead } from 'icebird';
import { pathToFileURL } from 'node:url';
import { Figures } from '../figures.mjs';

const ROWS_AT_ONCE = 100_000;

export async function figures(directory, columns) {
  const tableUrl = pathToFileURL(directory).href;
  const metadata = await icebergMetadata({ tableUrl });
  const result = new Figures(columns);
  for (let rowStart = 0; ; rowStart += ROWS_AT_ONCE) {
    const rows = await icebergRead({ tableUrl, metadata, rowStart, rowEnd: rowStart + ROWS_AT_ONCE });
    for (const row of rows) {
      result.add(Object.entries(columns).map(([name, kind]) => cell(row[name], kind)));
    }
    if (rows.length < ROWS_AT_ONCE) return result.numbers();
  }
}

function cell(value, kind) {
  if (value === null || value === undefined) return '-';
  return kind === 'integer' ? String(value) : '';
}

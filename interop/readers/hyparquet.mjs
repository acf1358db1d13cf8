// The data files that icebird finds in the table's metadata, read by hyparquet with every byte kept.
import '../files.mjs';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { icebergManifests, icebergMetadata } from 'icebird';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Figures, canonical } from '../figures.mjs';

const ROWS_AT_ONCE = 100_000;

export async function figures(directory, columns) {
  const metadata = await icebergMetadata({ tableUrl: pathToFileURL(directory).href });
  const result = new Figures(columns);
  for (const { data_file: dataFile } of live(await icebergManifests(metadata))) {
    await add(fileURLToPath(dataFile.file_path), columns, result);
  }
  return result.all();
}

function live(manifests) {
  return manifests.flatMap(({ entries }) => entries).filter(({ status }) => status !== 2);
}

async function add(path, columns, result) {
  const file = await asyncBufferFromFile(path);
  const metadata = await parquetMetadataAsync(file);
  for (const element of metadata.schema) {
    // hyparquet turns decimals into floating-point numbers: without their annotation they stay bytes
    if (columns[element.name] === 'decimal') {
      delete element.converted_type;
      delete element.logical_type;
    }
  }
  const rowCount = Number(metadata.num_rows);
  for (let rowStart = 0; rowStart < rowCount; rowStart += ROWS_AT_ONCE) {
    const rowEnd = Math.min(rowStart + ROWS_AT_ONCE, rowCount);
    const rows = await parquetReadObjects({ file, metadata, rowStart, rowEnd, utf8: false, compressors });
    for (const row of rows) {
      result.add(Object.entries(columns).map(([name, kind]) => canonical(row[name], kind)));
    }
  }
}

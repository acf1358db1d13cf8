// Iceberg's own generic reader, in Java.
import { Program } from './java.mjs';

const MEMORY = '-Xmx512m';

export async function figures(warehouse, tables) {
  const program = await Program.of('IcebergTables', 'iceberg');
  return program.figures([MEMORY], warehouse, tables);
}

// Spark with Iceberg's runtime for it: a catalog of the type hadoop, in one local process.
import { Program } from './java.mjs';

const MEMORY = '-Xmx1g';
/** What Spark's own launcher opens for Java 17. */
const OPENED = [
  'java.lang', 'java.lang.invoke', 'java.lang.reflect', 'java.io', 'java.net', 'java.nio', 'java.util',
  'java.util.concurrent', 'java.util.concurrent.atomic', 'sun.nio.ch', 'sun.nio.cs', 'sun.security.action',
  'sun.util.calendar', 'jdk.internal.ref',
];

export async function figures(warehouse, tables) {
  const program = await Program.of('SparkTables', 'spark');
  const opens = OPENED.map(name => `--add-opens=java.base/${name}=ALL-UNNAMED`);
  return program.figures([MEMORY, '-XX:+IgnoreUnrecognizedVMOptions', ...opens], warehouse, tables);
}

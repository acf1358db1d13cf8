// The matrix as text and as a page of the documentation.
import { PROJECT, run } from './workshop.mjs';

export function textTable(lines) {
  const widths = lines[0].map((_, i) => Math.max(...lines.map(line => line[i].length)));
  return lines.map(line => line.map((text, i) => text.padEnd(widths[i])).join('  ').trimEnd()).join('\n');
}

/** The page: what was read, by whom, and what they found. */
export async function page(result) {
  const git = (...words) => run('git', ['-C', PROJECT, ...words]);
  const commit = (await git('rev-parse', '--short=10', 'HEAD')).trim();
  const isChanged = (await git('status', '--porcelain', '--untracked-files=no', '--', 'src', 'jobs', 'interop', 'pom.xml')).trim() !== '';
  const [header, ...rows] = result.lines;
  const row = cells => `| ${cells.join(' | ')} |`;
  return `# What other readers find

\`interop/run --all --cycles ${result.cycles} --page docs/interop.md\` makes tables, brings them into several states, and has them read by readers that are not ours. What
they find is compared with what the source databases say, asked by Python's \`sqlite3\`. This page is what it wrote on
${new Date().toISOString().slice(0, 10)} at commit ${commit}${isChanged ? ', with changes that were not committed' : ''}.
How to run it, and what the figures are: [interop](../interop/README.md).

${[row(header), row(header.map(() => '---')), ...rows.map(row)].join('\n')}

\`= n\` means that all n figures that the reader gives are the source's: the number of rows, the NULLs, and the sum of each
integer column; with \`#\` also the bytes of all binary and text values, and a hash of every value of every row.
${result.passed} passed, ${result.failed} failed, ${result.skipped} skipped.
${result.notes.length === 0 ? '' : `\n${result.notes.map(note => `- ${note.split('\n')[0]}\n`).join('')}`}
| reader | what it is |
| --- | --- |
| clickhouse | the ClickHouse that chdb ${await version('chdb')} embeds, \`icebergLocal\` |
| spark | Spark 4.1.3 with iceberg-spark-runtime-4.1_2.13 1.12.0, a catalog of the type \`hadoop\`, Java 17 |
| icebird | icebird ${await version('icebird')}; it gives binary values as text, so that their bytes and hashes are not compared |
| iceberg | Iceberg 1.12.0's generic reader, in Java |
| duckdb | DuckDB through \`exporter query\` |
`;
}

async function version(name) {
  const { default: packages } = await import('../package.json', { with: { type: 'json' } });
  return packages.dependencies[name];
}

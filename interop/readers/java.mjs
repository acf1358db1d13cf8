// Readers that are Java programs: their libraries come from Maven's repositories, into the user's own one.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../all/workshop.mjs';

const HERE = join(dirname(fileURLToPath(import.meta.url)), 'java');
const JAVA_HOMES = '/usr/lib/jvm';

/** Why a reader cannot be had. */
export class Unavailable extends Error {}

/** Gets a program of this folder ready to be run. */
export class Program {
  #name;
  #java;
  #classpath;

  constructor(name, java, classpath) {
    this.#name = name;
    this.#java = java;
    this.#classpath = classpath;
  }

  /** @param libraries the name of the pom that lists them */
  static async of(name, libraries) {
    const java = java17();
    const pom = join(HERE, `${libraries}.xml`);
    const key = createHash('sha256').update(readFileSync(pom)).digest('hex').slice(0, 12);
    const target = join(HERE, 'target', `${libraries}-${key}`);
    const classes = join(target, 'classes');
    const list = join(target, 'classpath');
    mkdirSync(classes, { recursive: true });
    if (!existsSync(list)) {
      try {
        const goal = ['dependency:build-classpath', `-Dmdep.outputFile=${list}`, '-DincludeScope=runtime'];
        await run('mvn', ['-q', '-B', '-ntp', '-f', pom, ...goal]);
      } catch (error) {
        throw new Unavailable(`its libraries cannot be had: ${firstLine(error)}`);
      }
    }
    const classpath = `${classes}:${readFileSync(list, 'utf8').trim()}`;
    const sources = ['Figures', name].map(source => join(HERE, `${source}.java`));
    await run(join(java, 'bin', 'javac'), ['-nowarn', '-cp', classpath, '-d', classes, ...sources]);
    return new Program(name, java, classpath);
  }

  /** The figures of every table of a warehouse. */
  async figures(options, warehouse, tables) {
    const words = Object.entries(tables).map(([table, columns]) => {
      const list = Object.entries(columns).map(([name, kind]) => `${name}:${kind}`);
      return `${table}=${list.join(',')}`;
    });
    const command = [...options, '-cp', this.#classpath, this.#name, warehouse, ...words];
    const lines = await run(join(this.#java, 'bin', 'java'), command);
    const found = Object.fromEntries(Object.keys(tables).map(table => [table, {}]));
    for (const line of lines.split('\n').filter(line => line !== '')) {
      const [table, figure, value] = line.split('\t');
      found[table][figure] = value;
    }
    return found;
  }
}

/** Spark runs on Java 17 and not on all newer ones. */
function java17() {
  const homes = [process.env.JAVA_HOME, ...(existsSync(JAVA_HOMES) ? readdirSync(JAVA_HOMES).map(name => join(JAVA_HOMES, name)) : [])];
  const home = homes.find(home => home !== undefined && version(home) === '17' && existsSync(join(home, 'bin', 'javac')));
  if (home === undefined) throw new Unavailable('there is no JDK 17');
  return home;
}

function version(home) {
  const release = join(home, 'release');
  return existsSync(release) ? readFileSync(release, 'utf8').match(/JAVA_VERSION="(\d+)/)?.[1] : undefined;
}

function firstLine(error) {
  return error.message.split('\n').find(line => line.includes('ERROR'))?.trim() ?? error.message.split('\n')[0];
}

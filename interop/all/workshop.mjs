// A folder in which a state of a warehouse is made: a gateway, a warehouse, and the commands that bring them there.
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync, cpSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const INTEROP = join(dirname(fileURLToPath(import.meta.url)), '..');
export const PROJECT = join(INTEROP, '..');
const EXPORTER = process.env.EXPORTER ?? join(PROJECT, 'exporter');
const OUTPUT_BYTES = 1 << 28;

/** Runs a program and gives its standard output; fails with all that it has said. */
export async function run(program, words, options = {}) {
  try {
    const { stdout } = await promisify(execFile)(program, words, { maxBuffer: OUTPUT_BYTES, ...options });
    return stdout;
  } catch (error) {
    throw new Error(`${program} ${words.join(' ')}: ${error.message}\n${error.stderr ?? ''}`);
  }
}

export function exporter(...words) {
  return run(EXPORTER, words);
}

/** Whether this build of the exporter has a command. */
export async function hasCommand(name) {
  try {
    await exporter(name, '--help');
    return true;
  } catch {
    return false;
  }
}

export class Workshop {
  #folder;
  #whole;

  /**
   * @param folder that is the state's alone
   * @param whole the folder of a gateway with everything, which nobody changes
   */
  constructor(folder, whole) {
    this.#folder = folder;
    this.#whole = whole;
    mkdirSync(folder, { recursive: true });
  }

  get warehouse() {
    return join(this.#folder, 'warehouse');
  }

  /** Runs a command of the exporter on the state's warehouse. */
  on(command, ...words) {
    return exporter(command, '--warehouseDir', this.warehouse, '--stagingDir', join(this.#folder, 'staging'), ...words);
  }

  /** Runs a command that reads a gateway, all rows of it. */
  from(gateway, command, ...words) {
    const source = ['--coreDb', join(gateway, 'core.db'), '--bundlesDb', join(gateway, 'bundles.db')];
    return this.on(command, ...source, '--includeL1Transactions', '--includeL1Tags', ...words);
  }

  /** Exports some heights, both included. */
  export(gateway, first, last, ...words) {
    return this.from(gateway, 'export', '--startHeight', String(first), '--endHeight', String(last), ...words);
  }

  /** A gateway of the state's own, made of the whole one: see gateway.py. Made again, it changes. */
  async gateway(how, height) {
    const folder = join(this.#folder, `gateway-${how}`);
    await run('python3', [join(INTEROP, 'gateway.py'), how, this.#whole, folder, String(height)]);
    return folder;
  }

  /** The shipped definition with other texts: pairs of a file and what is replaced in it by what. */
  dataset(name, edits) {
    const folder = join(this.#folder, name);
    cpSync(join(PROJECT, 'jobs'), folder, { recursive: true });
    for (const [file, text, other] of edits) {
      const before = readFileSync(join(folder, file), 'utf8');
      if (before.split(text).length !== 2) throw new Error(`'${text}' does not stand once in ${file}`);
      writeFileSync(join(folder, file), before.replace(text, other));
    }
    return ['--dataset', join(folder, 'ario.yml')];
  }
}

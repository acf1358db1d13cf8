// What a table says, in figures that every reader can give. README.md defines them.
import { createHash } from 'node:crypto';

/** The canonical form of a value: `-` for NULL, digits for numbers, `x` and hex digits for bytes and text. */
export function canonical(value, kind) {
  if (value === null || value === undefined) return '-';
  switch (kind) {
    case 'binary':
      return 'x' + Buffer.from(value).toString('hex');
    case 'string':
      return 'x' + Buffer.from(value, 'utf8').toString('hex');
    case 'boolean':
      return value ? '1' : '0';
    case 'decimal':
      return bigEndian(value).toString();
    default:
      return value.toString();
  }
}

/** Adds up rows of canonical values. */
export class Figures {
  #rows = 0;
  #nulls = 0;
  #bytes = 0;
  #hash = 0n;
  #sums = new Map();
  #columns;

  /** @param columns the kinds of the columns by their names, in the order of the values of a row */
  constructor(columns) {
    this.#columns = Object.entries(columns);
    for (const [name, kind] of this.#columns) {
      if (kind === 'integer') this.#sums.set(name, 0n);
    }
  }

  add(cells) {
    this.#rows++;
    cells.forEach((cell, i) => {
      const [name, kind] = this.#columns[i];
      if (cell === '-') this.#nulls++;
      else if (cell.startsWith('x')) this.#bytes += (cell.length - 1) / 2;
      else if (kind === 'integer') this.#sums.set(name, this.#sums.get(name) + BigInt(cell));
    });
    const digest = createHash('md5').update(cells.join(',')).digest();
    this.#hash = BigInt.asUintN(64, this.#hash + digest.readBigUInt64LE(0));
  }

  /** Every figure by its name, as text. */
  all() {
    return { ...this.numbers(), bytes: String(this.#bytes), hash: String(this.#hash) };
  }

  /** The figures that do not need exact bytes. */
  numbers() {
    const figures = { rows: String(this.#rows), nulls: String(this.#nulls) };
    for (const [name, sum] of this.#sums) figures[`sum(${name})`] = String(sum);
    return figures;
  }
}

/** The number in two's complement, most significant byte first, as Parquet stores decimals. */
function bigEndian(bytes) {
  return BigInt.asIntN(bytes.length * 8, BigInt('0x' + Buffer.from(bytes).toString('hex')));
}

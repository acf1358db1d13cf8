// The states in which tables are read. Each is made by a script of commands, and tells the folder of a gateway that says
// what the tables must hold. A state that needs a command which this build lacks is left out.

/** The gateway that everything is made of. */
export const GATEWAY = { first: 1_600_000, blocks: 1200, transactions: 6000 };

const FIRST = GATEWAY.first;
const LAST = FIRST + GATEWAY.blocks - 1;
const MIDDLE = FIRST + GATEWAY.blocks / 2;
const PARTITIONS = ['--heightPartitionSize', '250'];

/** From the shipped definition back to one before it: a column less, one by another name, two narrower. */
const OLDER = [
  ['ario.yml', '      - {id: 28, name: content_encoding, type: string, bounds: short}\n', ''],
  ['ario.yml', '{id: 14, name: weave_size,', '{id: 14, name: weave,'],
  ['ario.yml', '{id: 7, name: tx_count, type: long}', '{id: 7, name: tx_count, type: int}'],
  ['ario.yml', '{id: 7, name: reward, type: "decimal(20,0)"}', '{id: 7, name: reward, type: "decimal(18,0)"}'],
  ['ario/blocks.sql', 'weave_size,', 'weave_size AS weave,'],
];
const NEWER = [['ario.yml', 'version: 1\n', 'version: 2\n']];

async function sync(shop, cycles) {
  const step = Math.ceil((GATEWAY.blocks - 200) / cycles);
  let gateway;
  for (let height = FIRST + 200; height < LAST + step; height += step) {
    gateway = await shop.gateway('show', Math.min(height, LAST));
    await shop.from(gateway, 'sync', '--startHeight', String(FIRST), ...PARTITIONS);
  }
  return gateway;
}

export const STATES = [
  {
    name: 'export',
    title: () => 'after an export',
    needs: [],
    async make(shop, { whole }) {
      await shop.export(whole, FIRST, LAST, ...PARTITIONS);
      return whole;
    },
  },
  {
    name: 'replace',
    title: () => 'after exports that replace partitions',
    needs: [],
    async make(shop, { whole }) {
      const early = await shop.gateway('show', MIDDLE);
      await shop.export(early, FIRST, MIDDLE, ...PARTITIONS);
      await shop.export(whole, FIRST + 100, LAST);
      await shop.export(whole, FIRST, FIRST + 99);
      return whole;
    },
  },
  {
    name: 'evolution',
    title: () => 'after an evolution: a column added, one renamed, two widened',
    needs: [],
    async make(shop, { whole }) {
      await shop.export(whole, FIRST, MIDDLE - 101, ...shop.dataset('older', OLDER), ...PARTITIONS);
      await shop.export(whole, MIDDLE - 100, LAST, ...shop.dataset('newer', NEWER));
      return shop.gateway('bare', MIDDLE - 101);
    },
  },
  {
    name: 'sync',
    title: ({ cycles }) => `after ${cycles} sync cycles`,
    needs: ['sync'],
    make: (shop, { cycles }) => sync(shop, cycles),
  },
  {
    name: 'maintain',
    title: ({ cycles }) => `after ${cycles} sync cycles and maintain`,
    needs: ['sync', 'maintain'],
    async make(shop, { cycles }) {
      const gateway = await sync(shop, cycles);
      await shop.on('maintain', '--yes');
      return gateway;
    },
  },
];

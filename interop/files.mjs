// Lets fetch() read local files, so that icebird reads a warehouse as it would read one behind HTTP.
import { open, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const remoteFetch = globalThis.fetch;

globalThis.fetch = async (resource, options) => {
  const url = String(resource);
  if (!url.startsWith('file:')) return remoteFetch(resource, options);
  try {
    return await respond(fileURLToPath(url), new Headers(options?.headers).get('range'));
  } catch (error) {
    if (error.code === 'ENOENT') return new Response(null, { status: 404, statusText: `no file ${url}` });
    throw error;
  }
};

async function respond(path, range) {
  if (range === null) return new Response(await readFile(path));
  const [, first, last] = range.match(/^bytes=(\d+)-(\d+)?$/);
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const end = Math.min(last === undefined ? size : Number(last) + 1, size);
    const bytes = Buffer.alloc(end - Number(first));
    await file.read(bytes, 0, bytes.length, Number(first));
    return new Response(bytes, { status: 206 });
  } finally {
    await file.close();
  }
}

// The two databases that a hub runs on: the embedded one, and PostgreSQL where VESTIBULE_TEST_POSTGRES names a server.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';

const server = process.env.VESTIBULE_TEST_POSTGRES;
const sql = (text) => spawnSync('psql', [server, '-q', '-c', text], { encoding: 'utf8', timeout: 30_000 });
const withPostgres = Boolean(server) && sql('SELECT 1').status === 0;

/** `name` for titles, `short` for folders, `skip` says why it is left out, or false. */
export const ENGINES = [
  { name: 'the embedded database', short: 'embedded', skip: false },
  { name: 'PostgreSQL', short: 'postgres', skip: withPostgres ? false : 'no PostgreSQL server, or no psql' },
];

/** A database of its own on that engine: its address, or none where the data folder holds it, and how to drop it. */
export function freshDatabase({ short }, suite) {
  if (short === 'embedded') return { address: null, drop() {} };
  const name = `${suite}_${randomBytes(6).toString('hex')}`;
  const made = sql(`CREATE DATABASE ${name}`);
  assert.equal(made.status, 0, made.stderr);
  const address = new URL(server);
  address.pathname = `/${name}`;
  return { address: address.href, drop: () => sql(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

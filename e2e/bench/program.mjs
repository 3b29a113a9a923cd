// Programs that a suite starts: built once, waited for, and ended with the suite whatever happens.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

const running = new Set();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Waits for `milliseconds`. */
export const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A new folder below the system's temporary one, and the function that removes it. */
export function scratchFolder(name) {
  const folder = mkdtempSync(path.join(tmpdir(), `vestibule-${name}-`));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

async function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** The first of `count` loopback ports in a row that are all free. */
export async function freePorts(count = 1) {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const first = 21000 + Math.floor(Math.random() * 20000);
    const ports = Array.from({ length: count }, (_, offset) => first + offset);
    if ((await Promise.all(ports.map(isFree))).every(Boolean)) return first;
  }
  throw new Error(`no ${count} free ports in a row`);
}

const known = new Map();

/**
 * The path of a program of this workspace: what `variable` names, or what cargo builds from `args`.
 * A build may take minutes, so `./test` builds first and names the result.
 */
export function built(variable, args, relative) {
  if (process.env[variable]) return process.env[variable];
  if (known.has(variable)) return known.get(variable);
  const build = spawnSync('cargo', ['build', '--quiet', ...args], { cwd: ROOT, stdio: 'inherit', timeout: 1_800_000 });
  if (build.status !== 0) throw new Error(`cargo build ${args.join(' ')} failed`);
  const program = path.join(process.env.CARGO_TARGET_DIR ?? path.join(ROOT, 'target'), relative);
  if (!existsSync(program)) throw new Error(`${program} was not built`);
  known.set(variable, program);
  return program;
}

/**
 * Starts a program and waits until `ready()` gives something true. The output is kept for the error text.
 * Returns `{ stop, output, alive }`; `stop()` asks first and insists after ten seconds.
 */
export async function start(program, args, ready, { limit = 60_000, ...options } = {}) {
  const child = spawn(program, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], ...options });
  running.add(child);
  let text = '';
  const keep = (chunk) => {
    text = (text + chunk).slice(-200_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  let failure = null;
  const ended = new Promise((resolve) => {
    child.once('error', (error) => {
      failure = error;
      running.delete(child);
      resolve();
    });
    child.once('exit', () => {
      running.delete(child);
      resolve();
    });
  });
  const alive = () => running.has(child);
  const stop = async () => {
    if (alive()) child.kill('SIGTERM');
    const insist = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(insist);
  };
  const until = Date.now() + limit;
  for (;;) {
    if (!alive()) throw new Error(`${program} ended before it was ready: ${failure ?? ''}\n${text}`);
    if (await Promise.resolve(ready()).catch(() => false)) return { stop, alive, output: () => text };
    if (Date.now() > until) {
      await stop();
      throw new Error(`${program} was not ready after ${limit} ms\n${text}`);
    }
    await pause(100);
  }
}

/** True when `url` answers at all. */
export async function answers(url) {
  const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(2000) });
  await response.arrayBuffer();
  return true;
}

// The demo as a stranger starts it, in a data folder and on ports of its own, with what it wrote about itself.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT, built, freePorts, pause, scratchFolder, start } from './program.mjs';

/** The path of the `vestibule` program. */
export const vestibule = () => built('VESTIBULE_BIN', ['-p', 'vestibule'], 'debug/vestibule');

/**
 * Starts `vestibule demo`, with the hub's rows in the PostgreSQL database at `postgres` if one is given. Returns its access file's content as `access`, and:
 * `mails(to)`, `mail(to)`, `linkFor(to)`, `apply(toml)`, `output()`, `stop()`.
 */
export async function startDemo({ postgres = null } = {}) {
  const { folder, remove } = scratchFolder('demo');
  const data = path.join(folder, 'data');
  const file = path.join(folder, 'access.json');
  const port = await freePorts(7);
  const args = ['demo', '--data', data, '--port', String(port), '--access', file];
  if (postgres) args.push('--postgres', postgres);
  const demo = await start(vestibule(), args, async () => existsSync(file) && JSON.parse(readFileSync(file, 'utf8')), {
    limit: 120_000,
  }).catch((error) => {
    remove();
    throw error;
  });
  const access = JSON.parse(readFileSync(file, 'utf8'));
  const hub = access.hub.replace(/\/$/, '');
  const desk = access.desk.replace(/\/$/, '');

  /** All mails to somebody, newest first: { from, to, subject, text, html, links }. */
  async function mails(to) {
    const response = await fetch(`${desk}/api/mails?${new URLSearchParams({ to })}`);
    assert.equal(response.status, 200, `the desk's mails: ${response.status}`);
    return response.json();
  }

  /** Waits up to ten seconds until somebody has more than `known` mails; returns the newest. */
  async function mail(to, known = 0) {
    for (let tries = 0; tries < 50; tries += 1) {
      const all = await mails(to);
      if (all.length > known) return all[0];
      await pause(200);
    }
    throw new Error(`no mail to ${to}\n${demo.output()}`);
  }

  /** The link into the hub of the newest mail to somebody, once there are more than `known` mails. */
  async function linkFor(to, known = 0) {
    const { links, subject } = await mail(to, known);
    const inward = links.find((link) => link.startsWith(`${hub}/`) && new URL(link).pathname !== '/');
    assert.ok(inward, `no link into the hub in "${subject}": ${links.join(' ')}`);
    return inward;
  }

  // Where the rows are elsewhere, commands find them by a settings file.
  const settings = path.join(folder, 'vestibule.toml');
  if (postgres) writeFileSync(settings, `public_url = "${hub}"\ndata = "${data}"\npostgres = "${postgres}"\n`);
  const place = postgres ? ['--settings', settings] : ['--data', data];

  /** Runs `vestibule apply` with a set-up text; returns what it printed. */
  function apply(toml) {
    const setUp = path.join(folder, 'apply.toml');
    writeFileSync(setUp, toml);
    const run = spawnSync(vestibule(), ['apply', setUp, ...place], { cwd: ROOT, encoding: 'utf8', timeout: 60_000 });
    assert.equal(run.status, 0, `vestibule apply: ${run.stdout}${run.stderr}`);
    return run.stdout;
  }

  return {
    access, hub, desk, port, data, mails, mail, linkFor, apply,
    output: demo.output,
    stop: async () => {
      await demo.stop();
      remove();
    },
  };
}

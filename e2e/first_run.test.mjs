// A new installation, as `vestibule serve` starts it from a settings file: the one-time token that the server
// prints opens the first-run page once; the first master comes in by the mail that she gets. On the embedded
// database, and on PostgreSQL where VESTIBULE_TEST_POSTGRES names a server.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { launch, person, picture } from './bench/browser.mjs';
import { assertAccessible, assertNoSidewaysScroll, assertQuiet, complaints } from './bench/checks.mjs';
import { startDemo, vestibule } from './bench/demo.mjs';
import { ENGINES, freshDatabase } from './bench/engines.mjs';
import { answers, freePorts, scratchFolder, start } from './bench/program.mjs';
import { activate, heading, send, signIn, signOut } from './bench/signin.mjs';

for (const engine of ENGINES) {
  describe(`a new installation on ${engine.name}`, { timeout: 240_000, skip: engine.skip }, () => {
    const email = 'first.master@example.com';
    const password = 'eleven kettles under the green bridge';
    let database, sink, house, folder, file, base, browser, page, noise, token, link, phone;

    // The demo lends its mail sink; nothing else of it is used.
    before(async () => {
      sink = await startDemo();
      folder = scratchFolder('first-run');
      const port = await freePorts(2);
      base = `http://localhost:${port}`;
      file = path.join(folder.folder, 'vestibule.toml');
      database = freshDatabase(engine, 'first_run');
      const rows = database.address ? `postgres = "${database.address}"` : '';
      writeFileSync(file, `
public_url = "${base}"
listen = "127.0.0.1:${port}"
operator_listen = "127.0.0.1:${port + 1}"
data = "${folder.folder}/data"
${rows}
[mail]
host = "localhost"
port = ${sink.port + 2}
encryption = "none"
`);
      house = await serve();
      browser = await launch();
      page = await (await person(browser)).newPage();
      noise = complaints(page);
    });
    after(async () => {
      await browser?.close();
      await house?.stop();
      await sink?.stop();
      database?.drop();
      folder?.remove();
    });

    const serve = () => start(vestibule(), ['serve', '--settings', file], () => answers(`${base}/health/ready`), { limit: 60_000 });

    async function look(name) {
      await picture(page, 'first-run', `${engine.short}-${name}`);
      await assertNoSidewaysScroll(page, name);
      await assertAccessible(page, name);
      assertQuiet(noise, name);
    }

    async function fill(values) {
      for (const [name, value] of Object.entries(values)) await page.locator(`[name="${name}"]`).fill(value);
      await send(page, Object.keys(values)[0]);
    }

    test('a wrong token opens nothing, and what was typed stays', async () => {
      token = house.output().match(/one-time token:\s+(\S+)/)?.[1];
      assert.ok(token, house.output());
      const typed = { token: 'not-the-token', partner_name: 'First MSP', display_name: 'First Master', email };
      await page.goto(`${base}/set-up`);
      await look('set-up');
      await fill(typed);
      assert.equal(await page.locator('[name="partner_name"]').inputValue(), typed.partner_name, await heading(page));
      await look('wrong-token');
    });

    test('the printed token makes the partner and its first master', async () => {
      await fill({ token, partner_name: 'First MSP', display_name: 'First Master', email });
      assert.match(await page.textContent('main'), new RegExp(email), await heading(page));
      await look('set-up-done');
      link = await sink.mail(email).then((mail) => mail.links.find((one) => one.startsWith(`${base}/`)));
      const again = await page.goto(`${base}/set-up`);
      assert.ok(again.status() >= 400 || !(await page.locator('[name="token"]').count()), 'the page is closed for good');
      await look('set-up-closed');
    });

    test('she activates her account and stands before her modules', async () => {
      phone = await activate(page, link, { name: 'First Master', password });
      await look('modules');
    });

    test('all of it is there after a restart, and no token is printed any more', async () => {
      await signOut(page);
      await house.stop();
      house = await serve();
      assert.doesNotMatch(house.output(), /one-time token/);
      await page.goto(base);
      await signIn(page, { identifier: email, password, phone });
      assert.equal(new URL(page.url()).pathname, '/modules', await heading(page));
    });
  });
}

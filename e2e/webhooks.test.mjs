// Events out, judged by the library of the standard's own makers: a master makes a webhook in the console,
// a receiver of ours takes what comes and lets `standardwebhooks` say whether it is genuine.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { Authenticator } from './bench/authenticator.mjs';
import { DESK, PHONE, launch, person, picture, viewport } from './bench/browser.mjs';
import { assertAccessible, assertNoSidewaysScroll, assertQuiet, complaints } from './bench/checks.mjs';
import { startDemo } from './bench/demo.mjs';
import { pause } from './bench/program.mjs';
import { signIn } from './bench/signin.mjs';

describe('events out', { timeout: 180_000 }, () => {
  const arrived = [];
  let answers = [];
  let demo, browser, page, noise, receiver, address, path, secret, first;

  before(async () => {
    receiver = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => { body += chunk; });
      request.on('end', () => {
        arrived.push({ headers: request.headers, body });
        response.writeHead(answers.shift() ?? 200, { 'content-type': 'text/plain' });
        response.end('taken');
      });
    });
    await new Promise((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${receiver.address().port}/in`;
    demo = await startDemo();
    browser = await launch();
    page = await (await person(browser)).newPage();
    noise = complaints(page);
    const owner = demo.access.logins.find((one) => one.email === 'owner@example.com');
    await page.goto(`${demo.hub}/sign-in`);
    await signIn(page, {
      identifier: owner.email, password: owner.password, phone: new Authenticator(owner.totp_secret),
    });
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
    receiver?.close();
  });

  const click = (name) => Promise.all([page.waitForEvent('load'), page.getByRole('button', { name, exact: true }).click()]);

  /** Waits until so many events have come, and reads the last. */
  async function event(count) {
    for (let tries = 0; arrived.length < count && tries < 150; tries += 1) await pause(100);
    assert.ok(arrived.length >= count, `${arrived.length} of ${count} events came\n${demo.output()}`);
    return arrived[count - 1];
  }

  async function look(name) {
    for (const width of [DESK, PHONE]) {
      await page.setViewportSize(viewport(width));
      await assertNoSidewaysScroll(page, `${name} at ${width}`);
      await assertAccessible(page, `${name} at ${width}`);
      await picture(page, 'webhooks', `${name}-${width}`);
    }
    await page.setViewportSize(viewport(DESK));
  }

  test('a webhook is made, and its own making is the first event', async () => {
    await page.goto(`${demo.hub}/console/webhooks`);
    await look('empty');
    await page.getByRole('link', { name: 'New webhook' }).click();
    await page.getByLabel('Address').fill(address);
    await page.getByLabel('What it is for (optional)').fill('The watch desk');
    await page.locator('#events').fill('webhook.*\ngroup.*');
    await click('Make the webhook');
    secret = await page.locator('.secret code').textContent();
    assert.match(secret, /^whsec_/);
    await look('made');
    path = new URL(await page.locator('form[action$="/deliveries"]').first().getAttribute('action'), demo.hub).pathname.replace('/deliveries', '');
    const { headers, body } = await event(1);
    first = new Webhook(secret).verify(body, headers);
    assert.equal(first.type, 'webhook.made');
    assert.ok(first.data.seq > 0 && first.data.after.host === '127.0.0.1');
  });

  test('what was changed, comes late or by another secret does not pass', async () => {
    const { headers, body } = arrived[0];
    const judge = new Webhook(secret);
    assert.throws(() => judge.verify(body.replace('webhook.made', 'webhook.gone'), headers));
    assert.throws(() => judge.verify(body, { ...headers, 'webhook-id': 'evt_0' }));
    assert.throws(() => new Webhook('whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=').verify(body, headers));
  });

  test('a failure is tried again with the same id, and both secrets sign while both are good', async () => {
    await page.goto(demo.hub + path);
    answers = [503];
    await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Make a new secret' }).click()]);
    const newer = await page.locator('.secret code').textContent();
    assert.notEqual(newer, secret);
    const refused = await event(2);
    const taken = await event(3);
    assert.equal(refused.headers['webhook-id'], taken.headers['webhook-id']);
    for (const one of [secret, newer]) {
      assert.equal(new Webhook(one).verify(taken.body, taken.headers).type, 'webhook.secret_made');
    }
    await look('rotated');
  });

  test('a test and a replay', async () => {
    await click('Send a test');
    const { headers, body } = await event(4);
    const judge = new Webhook(secret);
    // The test itself is an entry too, and either may come first.
    await event(5);
    const types = arrived.slice(3, 5).map((one) => judge.verify(one.body, one.headers).type).sort();
    assert.deepEqual(types, ['webhook.test', 'webhook.tested']);
    assert.ok(headers['webhook-id'] && body);
    await page.goto(demo.hub + path);
    await page.getByLabel('Since (UTC)').fill('2026-01-01T00:00');
    await click('How many?');
    await page.getByText('events would be sent again').waitFor();
    await look('preview');
    await click('Send them again');
    for (let tries = 0; tries < 150; tries += 1) {
      const again = arrived.slice(5).some((one) => judge.verify(one.body, one.headers).data.seq === first.data.seq);
      if (again) break;
      await pause(100);
    }
    const ids = arrived.filter((one) => judge.verify(one.body, one.headers).type === 'webhook.made').map((one) => one.headers['webhook-id']);
    assert.ok(ids.length >= 2 && new Set(ids).size === 1, `the same event with the same id: ${ids}`);
    await page.goto(demo.hub + path);
    await look('log');
    await page.goto(`${demo.hub}/console/webhooks`);
    await look('list');
    assertQuiet(noise, 'the console');
  });
});

// What people and attackers are told when they are not let in. Each refusal is looked at as a page: it says
// what to do next, axe finds nothing on it, and nothing of it tells a stranger which accounts exist.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Authenticator } from './bench/authenticator.mjs';
import { DESK, PHONE, launch, person, picture, viewport } from './bench/browser.mjs';
import { assertAccessible, assertNoSidewaysScroll, assertQuiet, complaints } from './bench/checks.mjs';
import { startDemo } from './bench/demo.mjs';
import { answer, heading, send, signIn, stepOf } from './bench/signin.mjs';

describe('refusals', { timeout: 300_000 }, () => {
  let demo, browser;
  const phones = new Map();

  before(async () => {
    demo = await startDemo();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  /** The login of the access file that `fits`, with one phone for the whole suite. */
  function loginOf(fits) {
    const found = demo.access.logins.find(fits);
    assert.ok(found, 'no such login in the access file');
    if (!phones.has(found.totp_secret)) phones.set(found.totp_secret, new Authenticator(found.totp_secret));
    return { ...found, identifier: found.email, phone: phones.get(found.totp_secret) };
  }
  const owner = () => loginOf((login) => login.email && login.role === 'master');

  /** Runs `visit` with a fresh person's page. */
  async function stranger(visit) {
    const context = await person(browser);
    const page = await context.newPage();
    const noise = complaints(page);
    try {
      await visit(page, context);
      assertQuiet(noise, await heading(page));
    } finally {
      await context.close();
    }
  }

  /** Everything that must hold on a page, with pictures at both widths, light and dark. */
  async function look(page, name) {
    for (const [width, colorScheme] of [[PHONE, 'light'], [PHONE, 'dark'], [DESK, 'light'], [DESK, 'dark']]) {
      await page.setViewportSize(viewport(width));
      await page.emulateMedia({ colorScheme });
      await picture(page, 'refusals', `${name}-${width}-${colorScheme}`);
      await assertNoSidewaysScroll(page, name);
      await assertAccessible(page, `${name} at ${width}, ${colorScheme}`, { looks: width === DESK && colorScheme === 'light' });
    }
  }

  /** What a page says, without what the person typed herself. */
  async function words(page, typed) {
    const text = await page.locator('main').innerText();
    return text.replaceAll(typed, '…').replace(/[0-9A-Za-z_-]{16,}/g, '…');
  }

  test('a wrong password and an account that does not exist read the same', async () => {
    const told = [];
    for (const identifier of [owner().identifier, 'nobody.at.all@example.com']) {
      await stranger(async (page) => {
        await page.goto(demo.hub);
        await answer(page, 'identifier', identifier);
        assert.equal(await stepOf(page), 'password', await heading(page));
        const asked = await words(page, identifier);
        await answer(page, 'password', 'not the password of anybody');
        told.push([asked, await words(page, identifier), await page.title()]);
        assert.equal(await stepOf(page), 'password', await heading(page));
        if (told.length === 1) await look(page, 'wrong-password');
      });
    }
    assert.deepEqual(told[0], told[1]);
  });

  test('a wrong code, and then the right one', async () => {
    const login = owner();
    await stranger(async (page) => {
      await page.goto(demo.hub);
      await answer(page, 'identifier', login.identifier);
      await answer(page, 'password', login.password);
      await answer(page, 'code', login.phone.wrong());
      assert.equal(await stepOf(page), 'code', await heading(page));
      assert.equal(await page.locator('[name="code"]').getAttribute('aria-invalid'), 'true');
      await look(page, 'wrong-code');
      await answer(page, 'code', await login.phone.next());
      assert.equal(new URL(page.url()).pathname, '/modules', await heading(page));
    });
  });

  test('a code that was used already (TOTP replay)', async () => {
    const login = owner();
    await stranger(async (page) => {
      await page.goto(demo.hub);
      await answer(page, 'identifier', login.identifier);
      await answer(page, 'password', login.password);
      await answer(page, 'code', login.phone.again());
      assert.equal(await stepOf(page), 'code', await heading(page));
      await look(page, 'replayed-code');
    });
  });

  test('an address of no page', async () => {
    await stranger(async (page) => {
      const response = await page.goto(`${demo.hub}/no/such/page`);
      assert.equal(response.status(), 404);
      await look(page, 'not-found');
    });
  });

  test('a module that does not exist, opened by somebody who is signed in', async () => {
    await stranger(async (page) => {
      await page.goto(demo.hub);
      await signIn(page, loginOf((login) => /by a direct grant/.test(login.note)));
      const tile = await page.locator('.tiles a').first().getAttribute('href');
      const unknown = tile.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
      for (const [address, name] of [[unknown, 'no-such-module'], ['/open/%F0%9F%9A%AA', 'nonsense-module']]) {
        const response = await page.goto(new URL(address, demo.hub).href);
        assert.equal(response.status(), 404, await heading(page));
        await look(page, name);
      }
    });
  });

  test('a link of a mail that was never sent, and one with a letter changed', async () => {
    const link = await demo.linkFor(demo.access.invited[0].email);
    const changed = link.replace(/(.)(.{5})$/, (_, one, rest) => (one === 'x' ? 'y' : 'x') + rest);
    assert.notEqual(link, changed);
    await stranger(async (page) => {
      const response = await page.goto(changed);
      assert.ok(response.status() >= 400 && response.status() < 500, `status ${response.status()}`);
      assert.equal(await page.locator('[name="password"]').count(), 0);
      await look(page, 'wrong-link');
    });
  });

  test('a request for a token to a forged address (open redirect)', async () => {
    const client = demo.access.clients.find((one) => one.redirect_uris?.length);
    const query = new URLSearchParams({
      client_id: client.client_id, response_type: 'code', scope: 'openid', state: 's', nonce: 'n',
      redirect_uri: 'https://attacker.example.org/callback', code_challenge_method: 'S256',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    });
    const { authorization_endpoint: authorize } = await (await fetch(`${demo.hub}/.well-known/openid-configuration`)).json();
    await stranger(async (page) => {
      const response = await page.goto(`${authorize}?${query}`);
      assert.equal(response.status(), 400);
      assert.equal(new URL(page.url()).origin, new URL(demo.hub).origin, 'nobody is sent away');
      assert.equal(await page.locator('a[href*="attacker"]').count(), 0);
      await look(page, 'forged-redirect');
    });
    query.set('redirect_uri', client.redirect_uris[0]);
    query.set('client_id', 'no_such_module');
    await stranger(async (page) => {
      const response = await page.goto(`${authorize}?${query}`);
      assert.ok([400, 401].includes(response.status()), `status ${response.status()}`);
      await look(page, 'unknown-module');
    });
  });

  test('a form of ten megabytes', async () => {
    const context = await person(browser);
    const page = await context.newPage();
    await page.goto(demo.hub);
    const action = await page.locator('form:has([name="identifier"])').getAttribute('action');
    const response = await context.request.post(new URL(action || page.url(), demo.hub).href, {
      headers: { origin: demo.hub, 'content-type': 'application/x-www-form-urlencoded' },
      data: `identifier=${'a'.repeat(10_000_000)}`, maxRedirects: 0,
    }).catch((error) => error);
    // A server may also cut the line in the middle of such a body; it must go on serving either way.
    if (!(response instanceof Error)) assert.equal(response.status(), 413);
    assert.equal((await fetch(demo.hub, { redirect: 'manual' })).status < 500, true);
    await context.close();
  });

  test('a form from another site (CSRF)', async () => {
    const context = await person(browser);
    const page = await context.newPage();
    await page.goto(demo.hub);
    const action = await page.locator('form:has([name="identifier"])').getAttribute('action');
    const response = await context.request.post(new URL(action || page.url(), demo.hub).href, {
      headers: { origin: 'https://attacker.example.org', 'sec-fetch-site': 'cross-site' },
      form: { identifier: owner().identifier }, maxRedirects: 0,
    });
    assert.equal(response.status(), 403);
    await context.close();
  });

  test('a stranger who guesses is slowed, and told when to come back', async () => {
    await stranger(async (page) => {
      await page.goto(demo.hub);
      await answer(page, 'identifier', 'guessed.often@example.com');
      let last = null;
      page.on('response', (response) => {
        if (response.request().isNavigationRequest()) last = response;
      });
      for (let guess = 0; guess < 40 && last?.status() !== 429; guess += 1) {
        assert.equal(await stepOf(page), 'password', await heading(page));
        await page.locator('[name="password"]').fill(`guess number ${guess}`);
        await send(page, 'password');
      }
      assert.equal(last.status(), 429, 'forty wrong passwords were let through');
      assert.ok(Number(last.headers()['retry-after']) > 0, 'Retry-After says when');
      await look(page, 'slowed');
    });
  });
});

// People of several kinds at the door: by username and company, of two partners, without any module, deactivated,
// of a client company, with a forgotten password. Each page on the way is judged, as in the journey.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Authenticator } from './bench/authenticator.mjs';
import { DESK, PHONE, launch, person, picture } from './bench/browser.mjs';
import { assertAccessible, assertNoSidewaysScroll, assertQuiet, complaints } from './bench/checks.mjs';
import { startDemo } from './bench/demo.mjs';
import { linkPortal } from './bench/module.mjs';
import { answer, heading, send, signIn, signOut, stepOf } from './bench/signin.mjs';

describe('people at the door', { timeout: 300_000 }, () => {
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

  /** The login of an address, with one phone for the whole suite. */
  function login(email) {
    const found = demo.access.logins.find((one) => one.email === email);
    assert.ok(found, `${email} is not in the access file`);
    if (!phones.has(email)) phones.set(email, new Authenticator(found.totp_secret));
    return { ...found, identifier: email, phone: phones.get(email) };
  }

  /** Runs `visit(page, look)` as a fresh person. */
  async function as(name, visit, options = {}) {
    const context = await person(browser, options);
    const page = await context.newPage();
    const noise = complaints(page);
    const look = async (where) => {
      await picture(page, 'people', `${name}-${where}`);
      await assertNoSidewaysScroll(page, `${name}: ${where}`);
      await assertAccessible(page, `${name}: ${where}`);
      assertQuiet(noise, `${name}: ${where}`);
    };
    try {
      await visit(page, look);
    } finally {
      await context.close();
    }
  }
  const path = (page) => new URL(page.url()).pathname;

  test('a username needs the company name, and a wrong company reads like a wrong password', async () => {
    const tech = login('technician@example.com');
    await as('username', async (page, look) => {
      await page.goto(demo.hub);
      await signIn(page, { ...tech, identifier: tech.username }, look);
      assert.equal(path(page), '/modules', await heading(page));
    }, { width: PHONE, scheme: 'dark' });
    await as('username-elsewhere', async (page, look) => {
      await page.goto(demo.hub);
      await answer(page, 'identifier', tech.username);
      await answer(page, 'company', 'Another MSP Entirely');
      assert.equal(await stepOf(page), 'password', 'nobody learns which companies there are');
      await answer(page, 'password', tech.password);
      assert.equal(await stepOf(page), 'password', await heading(page));
      await look('refused');
    });
  });

  test('who works for two partners chooses after both proofs', async () => {
    await as('two-partners', async (page, look) => {
      const consultant = login('consultant@example.org');
      await page.goto(demo.hub);
      await answer(page, 'identifier', consultant.identifier);
      await answer(page, 'password', consultant.password);
      await answer(page, 'code', await consultant.phone.next());
      assert.equal(await stepOf(page), 'affiliation', await heading(page));
      await look('choose');
      const choices = await page.locator('button[name="affiliation"]').allInnerTexts();
      assert.equal(choices.length, 2, choices.join(' / '));
      await Promise.all([page.waitForEvent('load'), page.locator('button[name="affiliation"]').last().click()]);
      assert.equal(path(page), '/modules', await heading(page));
      await look('modules');
    });
  });

  test('without a grant every module says why and what to do', async () => {
    await as('no-grant', async (page, look) => {
      await page.goto(demo.hub);
      await signIn(page, login('sales@example.com'));
      assert.equal(path(page), '/modules', await heading(page));
      await look('modules');
      assert.equal(await page.locator('.tiles a').count(), 0);
      const reasons = await page.locator('.closed code').allInnerTexts();
      assert.ok(reasons.includes('not_granted'), reasons.join(' '));
      await page.goto(demo.access.modules[0].url);
      await page.getByRole('link', { name: /sign in|log in/i }).or(page.getByRole('button', { name: /sign in|log in/i })).first().click();
      await page.waitForLoadState();
      assert.match(await page.textContent('main'), /not_granted/, await heading(page));
      await look('refused');
    });
  });

  test('who was deactivated is told so, but only after both proofs', async () => {
    await as('leaver', async (page, look) => {
      const leaver = login('leaver@example.com');
      await page.goto(demo.hub);
      await answer(page, 'identifier', leaver.identifier);
      await answer(page, 'password', leaver.password);
      assert.equal(await stepOf(page), 'code', 'the password alone tells nothing');
      await answer(page, 'code', await leaver.phone.next());
      assert.match(await page.textContent('main'), /no_affiliation/, await heading(page));
      await look('refused');
      await page.goto(`${demo.hub}/modules`);
      assert.notEqual(path(page), '/modules');
    });
  });

  test("a client's person has a door of her own, and none into the staff's hub", async () => {
    const office = login('office@client.example.net');
    await as('client', async (page, look) => {
      await page.goto(`${demo.hub}/sign-in?for=client`);
      await signIn(page, office, look);
      assert.equal(path(page), '/portal', await heading(page));
      await look('portal');
      const answered = await page.goto(`${demo.hub}/modules`);
      assert.equal(answered.status(), 403, await heading(page));
      await look('not-hers');
    });
    await as('client-at-staff-door', async (page, look) => {
      await page.goto(demo.hub);
      await answer(page, 'identifier', office.identifier);
      await answer(page, 'password', office.password);
      if ((await stepOf(page)) === 'code') await answer(page, 'code', await office.phone.next());
      assert.notEqual(path(page), '/modules', await heading(page));
      await look('refused');
    });
  });

  test('a forgotten password: the same words for everybody, a link that works once, every session ended', async () => {
    const books = login('billing@example.com');
    const fresh = 'nine bicycles beside the frozen lake';
    await as('forgot', async (page, look) => {
      const elsewhere = await page.context().browser().newContext();
      const before_ = await elsewhere.newPage();
      await before_.goto(demo.hub);
      await signIn(before_, books);
      const said = [];
      for (const identifier of ['nobody.at.all@example.com', books.email]) {
        const known = (await demo.mails(books.email)).length;
        await page.goto(`${demo.hub}/sign-in`);
        await page.getByRole('link', { name: /forgot password/i }).click();
        await page.waitForLoadState();
        await look('ask');
        await answer(page, 'identifier', identifier);
        said.push((await page.locator('main').innerText()).replaceAll(identifier, '…'));
        await look('sent');
        if (identifier !== books.email) continue;
        const link = await demo.linkFor(books.email, known);
        await page.goto(link);
        await look('reset');
        await page.locator('[name="password"]').fill(fresh);
        await page.locator('[name="repeat"]').fill(fresh);
        await send(page, 'password');
        await look('done');
        const again = await page.goto(link);
        assert.ok(again.status() >= 400, `the link works twice: ${again.status()}`);
        await look('link-used');
      }
      assert.equal(said[0], said[1]);
      await before_.goto(`${demo.hub}/modules`);
      assert.notEqual(path(before_), '/modules', 'the session from before is over');
      await elsewhere.close();
    });
    await as('forgot-after', async (page, look) => {
      await page.goto(demo.hub);
      await answer(page, 'identifier', books.identifier);
      await answer(page, 'password', books.password);
      assert.equal(await stepOf(page), 'password', 'the old password is over');
      await answer(page, 'password', fresh);
      await answer(page, 'code', await books.phone.next());
      assert.equal(path(page), '/modules', await heading(page));
      await page.goto(`${demo.hub}/settings`);
      await look('settings');
      await page.goto(`${demo.hub}/launcher`);
      await look('launcher');
    });
  });

  test('signing out of the module ends the session of the hub', async () => {
    await as('module-sign-out', async (page, look) => {
      const owner = login('owner@example.com');
      await linkPortal(demo, browser, owner.phone);
      await page.goto(demo.access.modules[0].url);
      await look('landing');
      await page.getByRole('link', { name: /sign in|log in/i }).or(page.getByRole('button', { name: /sign in|log in/i })).first().click();
      await page.waitForLoadState();
      await signIn(page, owner);
      assert.match(await page.textContent('body'), /Demo Owner/, await heading(page));
      await page.goto(`${demo.access.modules[0].url}/logout`);
      await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: /log out/i }).first().click()]);
      await look('asked');
      if (new URL(page.url()).origin === new URL(demo.hub).origin && (await page.locator('form button.primary').count())) {
        await Promise.all([page.waitForEvent('load'), page.locator('form button.primary').click()]);
      }
      await look('out');
      await page.goto(`${demo.hub}/modules`);
      assert.notEqual(path(page), '/modules', await heading(page));
    });
  });

  test('the sign-in page weighs less than 20 KB on the wire, all told', async () => {
    await as('weight', async (page) => {
      const loaded = [];
      page.on('requestfinished', (request) => loaded.push(request));
      await page.goto(`${demo.hub}/sign-in`, { waitUntil: 'networkidle' });
      const sizes = await Promise.all(loaded.map((request) => request.sizes()));
      const total = sizes.reduce((sum, one) => sum + one.responseBodySize + one.responseHeadersSize, 0);
      const list = loaded.map((request, index) => `${request.url()} ${sizes[index].responseBodySize}`).join('\n');
      assert.ok(loaded.length > 1 && total < 20_000, `${total} bytes:\n${list}`);
      assert.ok(loaded.every((request) => request.url().startsWith(demo.hub)), `something is loaded from elsewhere:\n${list}`);
    });
  });

  test('the pages of the demo desk', async () => {
    await as('desk', async (page, look) => {
      for (const [name, address] of [['front', '/'], ['mails', '/mails'], ['codes', '/codes']]) {
        await page.goto(demo.desk + address);
        await look(name);
      }
    }, { width: DESK, scheme: 'dark' });
  });
});

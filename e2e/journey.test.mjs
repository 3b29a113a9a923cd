// An invited member goes from the mail to her modules: activation, password, enrolment of an authenticator by
// reading the picture on the screen, recovery codes, sign-out, sign-in, and into a module that knows her name.
// Once at a desk with JavaScript, once on a phone without; every page on the way is judged.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Authenticator } from './bench/authenticator.mjs';
import { DESK, PHONE, launch, person, picture } from './bench/browser.mjs';
import {
  assertAccessible, assertAccessibleWithoutScripts, assertNoSidewaysScroll, assertQuiet, complaints,
} from './bench/checks.mjs';
import { startDemo } from './bench/demo.mjs';
import { linkPortal } from './bench/module.mjs';
import { answer, heading, send, signIn, signOut } from './bench/signin.mjs';

const NAME = 'Demo Newcomer';
const PASSWORD = 'seven lanterns above the quiet harbour';

for (const { js, width } of [{ js: true, width: DESK }, { js: false, width: PHONE }]) {
  const manner = js ? 'desk, with JavaScript' : 'phone, without JavaScript';
  describe(`from the invitation to a module: ${manner}`, { timeout: 300_000 }, () => {
    let demo, browser, context, reader, page, noise, email, link, phone, codes;
    let number = 0;

    before(async () => {
      demo = await startDemo();
      browser = await launch();
      context = await person(browser, { width, js });
      reader = await (await person(browser)).newPage();
      page = await context.newPage();
      noise = complaints(page);
      email = demo.access.invited[0].email;
      await linkPortal(demo, browser);
    });
    after(async () => {
      await browser?.close();
      await demo?.stop();
    });

    /** A picture of the page, and everything that must hold on any page. */
    async function look(name) {
      number += 1;
      await picture(page, `journey-${js ? 'desk' : 'phone'}`, `${String(number).padStart(2, '0')}-${name}`);
      await assertNoSidewaysScroll(page, name);
      if (js) await assertAccessible(page, name);
      else await assertAccessibleWithoutScripts(page, reader, name);
      assertQuiet(noise, name);
    }

    test('the mail leads to the activation page', async () => {
      link = await demo.linkFor(email);
      await page.goto(link);
      await look('activate');
      assert.ok((await page.content()).includes(email), 'the page says whom it is for');
    });

    test('a weak password is refused at its field, and the name stays typed', async () => {
      await page.locator('[name="display_name"]').fill(NAME);
      await page.locator('[name="password"]').fill('password1234');
      await page.locator('[name="repeat"]').fill('password1234');
      await send(page, 'password');
      await look('activate-weak');
      assert.equal(await page.locator('[name="display_name"]').inputValue(), NAME);
      assert.equal(await page.locator('[name="password"]').getAttribute('aria-invalid'), 'true');
      assert.equal(await page.locator('[name="password"]').inputValue(), '', 'a password never comes back in a page');
    });

    test('with a good one she is asked to set up an authenticator before anything else', async () => {
      await page.locator('[name="display_name"]').fill(NAME);
      await page.locator('[name="password"]').fill(PASSWORD);
      await page.locator('[name="repeat"]').fill(PASSWORD);
      await send(page, 'password');
      assert.ok(await page.locator('#qr').count(), `expected the enrolment page: ${await heading(page)}`);
      await look('enrol');
      const elsewhere = await context.newPage();
      await elsewhere.goto(`${demo.hub}/modules`);
      assert.notEqual(new URL(elsewhere.url()).pathname, '/modules', 'nothing is open before enrolment');
      await elsewhere.close();
    });

    test('the picture on the screen fills an authenticator, and a wrong code does not pass', async () => {
      phone = Authenticator.scan(await page.locator('#qr').screenshot());
      assert.ok(phone.label.includes(email), phone.label);
      await answer(page, 'code', phone.wrong());
      assert.ok(await page.locator('#qr').count(), `expected the enrolment page again: ${await heading(page)}`);
      await look('enrol-wrong');
      assert.deepEqual(Authenticator.scan(await page.locator('#qr').screenshot()).secret, phone.secret, 'the secret stays');
      await answer(page, 'code', await phone.next());
    });

    test('recovery codes are shown once, and she says that she kept them', async () => {
      codes = await page.locator('.codes code').allTextContents();
      assert.ok(codes.length >= 8 && new Set(codes).size === codes.length, `${codes.length} codes: ${await heading(page)}`);
      await look('recovery-codes');
      await page.locator('[name="saved"]').check();
      await send(page, 'saved');
    });

    test('she stands before her modules', async () => {
      assert.equal(new URL(page.url()).pathname, '/modules', await heading(page));
      assert.ok((await page.content()).includes(email) || (await page.content()).includes(NAME));
      await look('modules');
    });

    test('the link of the mail is used up', async () => {
      const other = await person(browser, { width, js });
      const stranger = await other.newPage();
      const response = await stranger.goto(link);
      assert.ok(response.status() >= 400, `status ${response.status()}`);
      assert.equal(await stranger.locator('[name="password"]').count(), 0);
      await other.close();
    });

    test('she signs out, and nothing is open any more', async () => {
      await signOut(page);
      await look('signed-out');
      await page.goto(`${demo.hub}/modules`);
      assert.notEqual(new URL(page.url()).pathname, '/modules', await heading(page));
    });

    test('she signs in again with the next code', async () => {
      await page.goto(demo.hub);
      await signIn(page, { identifier: email, password: PASSWORD, phone }, look);
      assert.equal(new URL(page.url()).pathname, '/modules', await heading(page));
      await look('modules-again');
    });

    test('Partner Portal lets her in and knows her name', async () => {
      const tile = page.getByRole('link', { name: /Partner Portal/ });
      await tile.first().click();
      await page.waitForLoadState();
      const portal = demo.access.modules.find((module) => /partner portal/i.test(module.name)).url;
      await page.waitForURL((url) => url.origin === new URL(portal).origin, { timeout: 15_000 });
      await look('partner-portal');
      assert.ok((await page.textContent('body')).includes(NAME), `her name: ${await heading(page)}`);
    });

    test('without her phone a recovery code lets her in, once', async () => {
      for (const [code, lets] of [[codes[0], true], [codes[0], false], [codes[1].toUpperCase(), true]]) {
        const other = await person(browser, { width, js });
        const borrowed = await other.newPage();
        await borrowed.goto(demo.hub);
        await answer(borrowed, 'identifier', email);
        await answer(borrowed, 'password', PASSWORD);
        await borrowed.getByRole('link', { name: /recovery code/i }).click();
        await borrowed.waitForLoadState();
        await answer(borrowed, 'code', code);
        assert.equal(new URL(borrowed.url()).pathname === '/modules', lets, await heading(borrowed));
        await picture(borrowed, `journey-${js ? 'desk' : 'phone'}`, lets ? '13-recovered' : '14-recovery-code-used');
        await other.close();
      }
      const subjects = (await demo.mails(email)).map((mail) => mail.subject);
      assert.ok(subjects.some((subject) => /recovery code/i.test(subject)), `she is told by mail: ${subjects.join(', ')}`);
    });

    test('no secret of hers was printed by the server', () => {
      const said = demo.output();
      const secrets = [PASSWORD, phone.again(), ...codes, new URL(link).pathname.split('/').pop()];
      assert.deepEqual(secrets.filter((secret) => said.includes(secret)), []);
    });
  });
}

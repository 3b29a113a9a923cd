// Passkeys with Chromium's virtual authenticator: made, used as the whole sign-in, as the second factor and to
// confirm, renamed, removed; and what must be refused: an answer given twice, another question's, one of a removed
// passkey, one of a copy.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Authenticator } from './bench/authenticator.mjs';
import { launch, person, picture } from './bench/browser.mjs';
import { assertAccessible, assertNoSidewaysScroll, assertQuiet, complaints } from './bench/checks.mjs';
import { startDemo } from './bench/demo.mjs';
import { answer, heading, signIn, signOut, stepOf } from './bench/signin.mjs';

describe('passkeys', { timeout: 300_000 }, () => {
  let demo, browser, context, page, noise, cdp, authenticatorId, owner;
  const path = () => new URL(page.url()).pathname;
  const look = async (where) => {
    await picture(page, 'passkeys', where);
    await assertNoSidewaysScroll(page, where);
    await assertAccessible(page, where);
  };
  const press = (selector) => Promise.all([page.waitForEvent('load'), page.locator(selector).first().click()]);
  const forms = { front: 'form[data-passkey="anybody"] button', known: 'form[data-passkey="get"] button' };
  const credentials = async () => (await cdp.send('WebAuthn.getCredentials', { authenticatorId })).credentials;

  /** Waits until the owner was told so by mail. */
  async function told(words) {
    for (let tries = 0; tries < 50; tries += 1) {
      if ((await demo.mails(owner.email)).some((mail) => mail.subject.includes(words))) return;
      await page.waitForTimeout(200);
    }
    assert.fail(`no mail that says "${words}"`);
  }

  before(async () => {
    demo = await startDemo();
    browser = await launch();
    context = await person(browser);
    page = await context.newPage();
    noise = complaints(page);
    cdp = await context.newCDPSession(page);
    await cdp.send('WebAuthn.enable', { enableUI: false });
    ({ authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2', ctap2Version: 'ctap2_1', transport: 'internal', hasResidentKey: true,
        hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true,
      },
    }));
    const found = demo.access.logins.find((one) => one.email === 'owner@example.com') ?? demo.access.logins[0];
    owner = { ...found, identifier: found.email, phone: new Authenticator(found.totp_secret) };
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  test('one is made in My Settings, and its owner is told', async () => {
    await page.goto(demo.hub);
    await signIn(page, owner);
    await page.goto(`${demo.hub}/settings/passkeys/add`);
    assert.match(await heading(page), /Add a passkey/);
    await look('add');
    await page.locator('[name="name"]').fill('My laptop');
    await press('form[data-passkey="make"] button');
    assert.equal(path(), '/settings/security', await heading(page));
    await page.getByText('My laptop').first().waitFor();
    await look('security');
    assert.equal((await credentials()).length, 1);
    await told('passkey was added');
    assertQuiet(noise, 'making a passkey');
  });

  test('it is the whole sign-in, offered before anything was typed', async () => {
    await signOut(page);
    // The virtual authenticator would answer the offer at once; the button is what is tried here.
    await cdp.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled: false });
    await page.goto(`${demo.hub}/sign-in`);
    await look('front');
    assert.match(await page.locator('[name="identifier"]').getAttribute('autocomplete'), /webauthn/);
    await cdp.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled: true });
    if (path() !== '/modules') await press(forms.front).catch(() => {});
    await page.waitForURL('**/modules', { timeout: 15_000 });
    assert.equal(path(), '/modules', await heading(page));
  });

  test('it is the second factor after the password', async () => {
    await signOut(page);
    await cdp.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled: false });
    await page.goto(`${demo.hub}/sign-in`);
    await answer(page, 'identifier', owner.identifier);
    await answer(page, 'password', owner.password);
    assert.equal(await stepOf(page), 'code', await heading(page));
    await look('second');
    await cdp.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled: true });
    await press(forms.known);
    assert.equal(path(), '/modules', await heading(page));
  });

  /** Stands at the code step and takes the answer out of the form instead of sending it. */
  async function answered() {
    await context.clearCookies();
    await cdp.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled: false });
    await page.goto(`${demo.hub}/sign-in`);
    await answer(page, 'identifier', owner.identifier);
    await answer(page, 'password', owner.password);
    await cdp.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled: true });
    await page.evaluate(() => {
      HTMLFormElement.prototype.submit = function () { this.dataset.held = 'yes'; };
    });
    await page.locator(forms.known).click();
    await page.locator('form[data-held]').waitFor({ state: 'attached' });
    return page.evaluate(() => Object.fromEntries(new FormData(document.querySelector('form[data-held]'))));
  }
  /** Sends a form to the step by hand. */
  const post = (fields) => page.evaluate(async (form) => {
    const got = await fetch(location.pathname, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' });
    return got.type === 'opaqueredirect' ? 303 : got.status;
  }, fields);

  test('an answer counts once, and for its own question only', async () => {
    const first = await answered();
    const form = { ...first };
    assert.equal(await post({ ...form, ceremony: 'x'.repeat(43) }), 422, 'no such question');
    // Another question of the same page does not take this answer.
    await page.reload();
    const other = await page.locator('form[data-passkey="get"] [name="ceremony"]').inputValue();
    assert.notEqual(other, form.ceremony);
    assert.equal(await post({ ...form, ceremony: other }), 422, 'another challenge');
    // A changed byte of what was signed.
    const again = await answered();
    const credential = JSON.parse(again.credential);
    const told = JSON.parse(atob(credential.response.clientDataJSON.replace(/-/g, '+').replace(/_/g, '/')));
    const lie = { ...told, origin: 'https://evil.example' };
    credential.response.clientDataJSON = btoa(JSON.stringify(lie)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
    assert.equal(await post({ ...again, credential: JSON.stringify(credential) }), 422, 'another origin');
    assert.equal(await post(again), 422, 'its question was used up by the lie');
    const good = await answered();
    assert.equal(await post(good), 303, 'the honest one');
    await context.clearCookies({ name: 'vst_session' });
    assert.notEqual(await post(good), 200, 'the same once more does not begin another session');
  });

  test('a copy is noticed by its count, removed, and its owner is told', async () => {
    const [mine] = await credentials();
    assert.ok(mine.signCount > 0, 'the virtual authenticator counts');
    await cdp.send('WebAuthn.removeCredential', { authenticatorId, credentialId: mine.credentialId });
    await cdp.send('WebAuthn.addCredential', { authenticatorId, credential: { ...mine, signCount: 0 } });
    const form = await answered();
    assert.equal(await post(form), 422, 'a count that went back');
    await told('passkey was blocked');
    await page.reload();
    assert.equal(await page.locator(forms.known).count(), 0, 'it is offered no more');
    await answer(page, 'code', await owner.phone.next());
    assert.equal(path(), '/modules', await heading(page));
  });

  test('it gets another name, confirms, and goes; then it opens nothing', async () => {
    await page.goto(`${demo.hub}/settings/passkeys/add`);
    await page.locator('[name="name"]').fill('Second one');
    await press('form[data-passkey="make"] button');
    assert.equal(path(), '/settings/security', await heading(page));
    await page.locator('section:has(#passkeys) details > summary').first().click();
    await page.locator('section:has(#passkeys) input[name="name"]').fill('Other name');
    await press('form[action="/settings/passkeys/rename"] button');
    await page.getByText('Other name').first().waitFor();
    await page.locator('section:has(#passkeys) details > summary').first().click();
    await look('rename');
    await press('form[action="/settings/passkeys/remove"] button');
    assert.equal(await page.getByText('Other name').count(), 0);
    await cdp.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled: false });
    await signOut(page);
    await page.goto(`${demo.hub}/sign-in`);
    const refused = page.waitForResponse((got) => got.request().method() === 'POST' && new URL(got.url()).pathname === '/sign-in');
    // The offer under the name field may be answered before the button is; either is refused.
    await cdp.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled: true });
    await page.locator(forms.front).click().catch(() => {});
    assert.equal((await refused).status(), 422, 'a removed passkey is refused');
    // Asked beside the page, which may be answering the next offer by now.
    const opened = await context.request.get(`${demo.hub}/modules`);
    assert.equal(new URL(opened.url()).pathname, '/sign-in', 'a removed passkey opens nothing');
  });
});

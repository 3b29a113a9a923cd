// Signing in by a question on the phone: a desk and a phone, each a browser of its own. Set up, woken by a push
// service that opens what the hub sealed, signed in, a wrong number, "this was not me", and the code beside it.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Authenticator, readPicture } from './bench/authenticator.mjs';
import { PHONE, launch, person, picture } from './bench/browser.mjs';
import { assertAccessible, assertNoSidewaysScroll, assertQuiet, complaints } from './bench/checks.mjs';
import { startDemo } from './bench/demo.mjs';
import { pushService } from './bench/push-service.mjs';
import { answer, heading, signIn, signOut, stepOf } from './bench/signin.mjs';

describe('a phone that answers', { timeout: 400_000 }, () => {
  let demo, service, browser, desk, pocket, screen, phone, noise, owner, technician;
  const path = () => new URL(screen.url()).pathname;
  const look = async (page, where) => {
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      await picture(page, 'push', `${where}-${colorScheme}`);
      await assertAccessible(page, `${where}, ${colorScheme}`);
    }
    await page.emulateMedia({ colorScheme: 'light' });
    await assertNoSidewaysScroll(page, where);
  };
  const part = (name) => phone.locator(`[data-part="${name}"]`);
  const number = async () => (await screen.locator('#number').textContent()).trim();
  const press = (selector) => Promise.all([screen.waitForEvent('load'), screen.locator(selector).first().click()]);
  const other = (shown) => (shown === '55' ? '56' : '55');

  async function afterPassword(page, login) {
    await page.goto(`${demo.hub}/sign-in`);
    await answer(page, 'identifier', login.identifier);
    await answer(page, 'password', login.password);
  }

  async function told(words) {
    for (let tries = 0; tries < 50; tries += 1) {
      if ((await demo.mails(owner.email)).some((mail) => mail.subject.includes(words))) return;
      await screen.waitForTimeout(200);
    }
    assert.fail(`no mail that says "${words}"`);
  }

  before(async () => {
    demo = await startDemo();
    service = await pushService();
    browser = await launch();
    desk = await person(browser);
    pocket = await person(browser, { width: PHONE });
    await pocket.grantPermissions(['notifications'], { origin: demo.hub });
    // Chromium's own push service is far away: in its place stands ours.
    await pocket.addInitScript((subscription) => {
      if (!('PushManager' in window)) return;
      PushManager.prototype.subscribe = async function (options) {
        window.askedWith = options;
        return { toJSON: () => subscription };
      };
    }, service.subscription);
    screen = await desk.newPage();
    phone = await pocket.newPage();
    noise = [complaints(screen), complaints(phone)];
    const login = (email) => {
      const found = demo.access.logins.find((one) => one.email === email);
      return { ...found, identifier: found.email, phone: new Authenticator(found.totp_secret) };
    };
    owner = login('owner@example.com');
    technician = login('technician@example.com');
  });
  after(async () => {
    await browser?.close();
    await service?.stop();
    await demo?.stop();
  });

  test('it is set up by a picture and a number', async () => {
    await screen.goto(demo.hub);
    await signIn(screen, owner);
    await screen.goto(`${demo.hub}/settings/security`);
    await press('form[action="/settings/phones/add"] button');
    assert.equal(path(), '/settings/phones/adding', await heading(screen));
    await look(screen, 'add-code');
    const address = readPicture(await screen.locator('#qr').screenshot());
    const code = (await screen.locator('#code').textContent()).trim();
    assert.equal(address, `${demo.hub}/companion#${code}`);
    await phone.goto(address);
    await part('register').waitFor();
    assert.equal(await phone.locator('#code').inputValue(), code);
    await look(phone, 'phone-register');
    await phone.locator('form[data-act="register"] button').click();
    await part('first').waitFor();
    await look(phone, 'phone-first');
    // The page on the desk looks by itself.
    await screen.locator('#number').waitFor();
    await look(screen, 'add-number');
    await phone.locator('#first-number').fill(await number());
    await phone.locator('form[data-act="first"] button').click();
    await part('idle').waitFor();
    await screen.waitForURL('**/settings/security?done=phone-added');
    await look(screen, 'security');
    await told('A phone was set up');
    assert.equal(await phone.evaluate(async () => {
      const opening = indexedDB.open('vestibule-companion', 1);
      const shelf = await new Promise((done) => { opening.onsuccess = () => done(opening.result); });
      const asked = shelf.transaction('kept').objectStore('kept').get('phone');
      const kept = await new Promise((done) => { asked.onsuccess = () => done(asked.result); });
      return kept.keys.privateKey.extractable;
    }), false, 'the key cannot be taken out');
  });

  test('it is woken through a push service, which reads nothing and knows the hub', async () => {
    await phone.reload();
    await part('idle').waitFor();
    await phone.getByText('This phone is notified when there is a question.').waitFor();
    await look(phone, 'phone-idle');
    const worker = await phone.evaluate(async () => (await navigator.serviceWorker.ready).scope);
    assert.equal(worker, `${demo.hub}/companion`);
    const asked = await phone.evaluate(() => [...window.askedWith.applicationServerKey]);
    await signOut(screen);
    await afterPassword(screen, owner);
    for (let tries = 0; tries < 50 && !service.woken.length; tries += 1) await screen.waitForTimeout(200);
    const [{ fault, message, sender, headers }] = service.woken;
    assert.equal(fault, undefined);
    assert.equal(message, 'look');
    assert.equal(headers['content-encoding'], 'aes128gcm');
    assert.ok(Number(headers.ttl) <= 60 && Number(headers.ttl) > 0, headers.ttl);
    assert.equal(sender.aud, service.origin);
    assert.match(sender.sub, /^mailto:/);
    assert.deepEqual([...Buffer.from(sender.key, 'base64url')], asked, 'the key that the browser was told');
  });

  test('it lets in by the number of the other screen', async () => {
    assert.match(await heading(screen), /Answer on your phone/);
    await part('question').waitFor();
    await look(screen, 'sign-in');
    await look(phone, 'phone-question');
    await phone.locator('#number').fill(await number());
    await phone.locator('form[data-act="yes"] button').click();
    await part('approved').waitFor();
    await look(phone, 'phone-approved');
    await screen.waitForURL('**/modules');
    assertQuiet(noise.flat(), 'signing in by the phone');
  });

  test('without scripts the button goes on', async () => {
    await signOut(screen);
    const plain = await person(browser, { js: false });
    const page = await plain.newPage();
    await page.goto(`${demo.hub}/sign-in`);
    await page.locator('[name="identifier"]').fill(owner.identifier);
    await page.locator('button.primary').first().click();
    await page.locator('[name="password"]').fill(owner.password);
    await page.locator('button.primary').first().click();
    await page.locator('#number').waitFor();
    await picture(page, 'push', 'sign-in-plain');
    await part('question').waitFor();
    await phone.locator('#number').fill((await page.locator('#number').textContent()).trim());
    await phone.locator('form[data-act="yes"] button').click();
    await part('approved').waitFor();
    await page.locator('button.primary').first().click();
    await page.waitForURL('**/modules');
    await plain.close();
  });

  test('"this was not me" ends that sign-in, and its owner is told', async () => {
    await afterPassword(screen, owner);
    await part('question').waitFor();
    await phone.locator('form[data-act="not-me"] button').click();
    await part('not_me').waitFor();
    await look(phone, 'phone-denied');
    await screen.getByText('This sign-in has ended.').waitFor();
    await look(screen, 'ended');
    await told('A sign-in was turned away');
    await afterPassword(screen, owner);
    assert.equal(await stepOf(screen), 'code', 'for a while only the code');
  });

  test('a code is beside it, and a wrong number lets nobody in', async () => {
    await screen.context().clearCookies();
    await screen.goto(`${demo.hub}/sign-in`);
    await signIn(screen, technician);
    await screen.goto(`${demo.hub}/settings/security`);
    await press('form[action="/settings/phones/add"] button');
    const code = (await screen.locator('#code').textContent()).trim();
    const own = await person(browser, { width: PHONE });
    phone = await own.newPage();
    await phone.goto(`${demo.hub}/companion`);
    await part('register').waitFor();
    await phone.locator('#code').fill(code);
    await phone.locator('form[data-act="register"] button').click();
    await screen.locator('#number').waitFor();
    await phone.locator('#first-number').fill(await number());
    await phone.locator('form[data-act="first"] button').click();
    await screen.waitForURL('**/settings/security?done=phone-added');
    await signOut(screen);
    await afterPassword(screen, technician);
    assert.equal(await stepOf(screen), null, await heading(screen));
    const shown = await number();
    await press('button[name="instead"]');
    assert.equal(await stepOf(screen), 'code');
    await look(screen, 'code');
    await press('button[name="phone"]');
    assert.equal(await number(), shown, 'the same question waits still');
    await part('question').waitFor();
    await phone.locator('#number').fill(other(shown));
    await phone.locator('form[data-act="yes"] button').click();
    await phone.getByText('This is not the number on the other screen.').waitFor();
    await look(phone, 'phone-wrong');
    await screen.getByText('Another number was typed on the phone').waitFor();
    await look(screen, 'wrong');
    await press('button[name="instead"]');
    await press('button[name="phone"]');
    assert.match(await screen.locator('.note').textContent(), /It can be asked again in/);
    await answer(screen, 'code', await technician.phone.next());
    assert.equal(path(), '/modules', await heading(screen));
    // Removed, and the page on the phone says so.
    await screen.goto(`${demo.hub}/settings/security`);
    await screen.locator('section:has(#phones) details > summary').click();
    await press('form[action="/settings/phones/remove"] button');
    await part('gone').waitFor();
    await look(phone, 'phone-gone');
    await own.close();
  });
});

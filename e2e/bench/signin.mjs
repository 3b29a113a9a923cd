// The steps of a sign-in as a person makes them. Each fills what the page asks and presses its one button.
import assert from 'node:assert/strict';
import { Authenticator } from './authenticator.mjs';

/** Presses the primary button of the form that holds `field`, and waits for the page that follows. */
export async function send(page, field) {
  const form = page.locator('form', { has: page.locator(`[name="${field}"]`) });
  await Promise.all([page.waitForEvent('load'), form.locator('button.primary, button:not([class*="plain"])').first().click()]);
}

/** Fills one field and sends its form. */
export async function answer(page, field, value) {
  await page.locator(`[name="${field}"]`).fill(value);
  await send(page, field);
}

/** Which of the steps the page is at. */
export async function stepOf(page) {
  for (const name of ['identifier', 'company', 'password', 'code', 'saved', 'affiliation']) {
    if (await page.locator(`form [name="${name}"]:not([type="hidden"])`).count()) return name;
  }
  return null;
}

/**
 * Signs in from the identifier page on. `login`: { identifier, company?, password, phone, affiliation? }.
 * `seen(name)` is called at each page before it is answered.
 */
export async function signIn(page, login, seen = async () => {}) {
  assert.equal(await stepOf(page), 'identifier', `expected the sign-in page at ${page.url()}: ${await heading(page)}`);
  await seen('identifier');
  await answer(page, 'identifier', login.identifier);
  if ((await stepOf(page)) === 'company') {
    await seen('company');
    await answer(page, 'company', login.company);
  }
  assert.equal(await stepOf(page), 'password', await heading(page));
  await seen('password');
  await answer(page, 'password', login.password);
  assert.equal(await stepOf(page), 'code', await heading(page));
  await seen('code');
  await answer(page, 'code', await login.phone.next());
  if ((await stepOf(page)) === 'affiliation') {
    await seen('choose');
    await Promise.all([page.waitForEvent('load'), page.locator('button[name="affiliation"]').first().click()]);
  }
}

/**
 * Goes from the link of the activation mail to the modules; returns the phone that was enrolled.
 * For suites that are about something else: the journey looks at each of these pages.
 */
export async function activate(page, link, { name, password }) {
  await page.goto(link);
  await page.locator('[name="display_name"]').fill(name);
  await page.locator('[name="password"]').fill(password);
  await page.locator('[name="repeat"]').fill(password);
  await send(page, 'password');
  const phone = Authenticator.scan(await page.locator('#qr').screenshot());
  await answer(page, 'code', await phone.next());
  await page.locator('[name="saved"]').check();
  await send(page, 'saved');
  assert.equal(new URL(page.url()).pathname, '/modules', await heading(page));
  return phone;
}

export async function signOut(page) {
  await page.locator('details.menu > summary').click();
  await Promise.all([page.waitForEvent('load'), page.locator('form[action="/sign-out"] button').click()]);
}

export async function heading(page) {
  const text = await page.locator('h1').first().textContent({ timeout: 2000 }).catch(() => '(no heading)');
  return `${text.trim()} at ${page.url()}`;
}

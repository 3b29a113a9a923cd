// What a person does at a module of the demo.
import assert from 'node:assert/strict';
import { Authenticator } from './authenticator.mjs';
import { person } from './browser.mjs';
import { heading, signIn } from './signin.mjs';

/** Logs in with a password of the module itself. */
export async function logInLocally(page, base, login, password) {
  await page.goto(`${base}/local-login`);
  await page.getByLabel('Email or username').fill(login);
  await page.getByLabel('Password').fill(password);
  await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Log in', exact: true }).click()]);
}

/** The owner, who is security admin at the Partner Portal and master at the hub, links the two. */
export async function linkPortal(demo, browser, phone) {
  const portal = demo.access.modules.find((module) => module.key === 'partner-portal');
  const owner = demo.access.logins.find((login) => login.email === 'owner@example.com');
  const context = await person(browser);
  const page = await context.newPage();
  await logInLocally(page, portal.url, 'owner', portal.password);
  await page.goto(`${portal.url}/admin/security-settings`);
  await page.getByRole('button', { name: 'Enable Login with Vestibule' }).click();
  await page.waitForLoadState();
  await signIn(page, {
    identifier: owner.email, password: owner.password, phone: phone ?? new Authenticator(owner.totp_secret),
  });
  assert.match(await page.textContent('body'), /is now enabled/, await heading(page));
  await context.close();
}

// The pages of a module on the kit, in both reference modules, beside a hub in memory: each page on a phone and on
// a desk, light and dark, and the whole way through Security Settings without JavaScript. Axe finds nothing,
// nothing scrolls sideways, the strict Content-Security-Policy blocks nothing. Pictures go to e2e/out/modules.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { DESK, PHONE, launch, person, picture, viewport } from './bench/browser.mjs';
import { assertAccessible, assertNoSidewaysScroll, assertQuiet, complaints } from './bench/checks.mjs';
import { answers, built, freePorts, start } from './bench/program.mjs';

const SETTINGS = '/admin/security-settings';

async function open(variable, module, example) {
  const program = built(variable, ['-p', module, '--example', example], `debug/examples/${example}`);
  const port = await freePorts(2);
  const base = `http://localhost:${port + 1}`;
  const running = await start(program, [`${port}`, `${port + 1}`], () => answers(`${base}/health`), { limit: 30_000 });
  return { base, stop: running.stop };
}

/** Looks at the page as it stands, in each width and colour. */
async function look(page, name) {
  for (const [width, colorScheme, looks] of [
    [PHONE, 'light', false], [PHONE, 'dark', true], [DESK, 'dark', true], [DESK, 'light', true],
  ]) {
    const where = `${name} at ${width}, ${colorScheme}`;
    await page.setViewportSize(viewport(width));
    await page.emulateMedia({ colorScheme });
    await assertNoSidewaysScroll(page, where);
    await picture(page, 'modules', `${name}-${width}-${colorScheme}`);
    if (page.scripted) await assertAccessible(page, where, { looks });
  }
}

async function logIn(page, base, login, password) {
  await page.goto(`${base}/local-login`);
  await page.getByLabel('Email or username').fill(login);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Log in', exact: true }).click();
}

/** At the hub in memory: this person comes. */
const come = (page, name) => page.getByRole('link', { name, exact: true }).click();

for (const js of [true, false]) {
  const how = js ? 'with JavaScript' : 'without JavaScript';
  describe(`modules, ${how}`, () => {
    let browser, context, portal, desk;
    before(async () => {
      browser = await launch();
      portal = await open('PORTAL_BIN', 'partner_portal', 'portal_alone');
      desk = await open('DESK_BIN', 'service_desk', 'desk_alone');
    });
    after(async () => {
      await browser?.close();
      await portal?.stop();
      await desk?.stop();
    });

    async function newPage() {
      context = await person(browser, { js });
      const page = await context.newPage();
      page.scripted = js;
      return [page, complaints(page)];
    }
    const name = (text) => `${js ? '' : 'plain-'}${text}`;

    test('Partner Portal', { timeout: 300_000 }, async () => {
      const { base } = portal;
      const password = 'a password of the portal';
      const [page, list] = await newPage();
      await page.goto(`${base}/`);
      await look(page, name('portal-login'));
      await logIn(page, base, 'owner', 'wrong');
      await page.getByText('wrong_credentials').waitFor();
      await look(page, name('portal-login-wrong'));
      await logIn(page, base, 'owner', password);
      await page.getByRole('heading', { name: 'Welcome, Demo Owner' }).waitFor();
      await look(page, name('portal-home'));
      await page.getByText('Admin', { exact: true }).click();
      await look(page, name('portal-menu'));
      await page.getByRole('link', { name: 'Security Settings' }).click();
      await look(page, name('portal-settings-before'));
      await page.getByRole('button', { name: 'Enable Login with Vestibule' }).click();
      await come(page, 'Refused');
      await page.getByText('not_linked', { exact: true }).waitFor();
      await look(page, name('portal-settings-refused'));
      await page.getByRole('button', { name: 'Enable Login with Vestibule' }).click();
      await come(page, 'Demo Owner');
      await page.getByText('Unified Login for Partner Portal is now enabled.').waitFor();
      assert.equal(await page.getByText('User Exceptions').count(), 0);
      await look(page, name('portal-settings-enabled'));

      await page.getByRole('switch', { name: /Require Log In with Vestibule/ }).check();
      const require = page.getByRole('region', { name: 'Require Log In with Vestibule' });
      await require.getByRole('button', { name: 'Save' }).click();
      await page.getByRole('heading', { name: '2 people could not log in any more' }).waitFor();
      await look(page, name('portal-shut-out'));
      await page.getByRole('button', { name: 'Add exception for Demo Sales' }).click();
      await page.getByRole('heading', { name: 'One person could not log in any more' }).waitFor();
      await page.getByRole('button', { name: 'Turn on Require all the same' }).click();
      await page.getByRole('heading', { name: 'User Exceptions' }).waitFor();
      await look(page, name('portal-settings-required'));
      await page.getByLabel('Find a person').fill('technician');
      await page.getByRole('button', { name: 'Search' }).click();
      await page.getByRole('button', { name: 'Add exception for Demo Technician' }).click();
      await page.getByText('The exception was added.').waitFor();
      await page.getByRole('button', { name: 'Delete exception of Demo Technician' }).click();
      await page.getByText('The exception was removed.').waitFor();
      await page.goto(`${base}${SETTINGS}?q=zzz`);
      await look(page, name('portal-exceptions-empty'));

      await page.goto(`${base}${SETTINGS}`);
      await page.getByRole('switch', { name: /Enable Automatic User Creation/ }).check();
      const creation = page.getByRole('region', { name: 'Automatic User Creation' });
      await page.getByLabel('Select default role for JIT implementation').selectOption('admin');
      await creation.getByRole('button', { name: 'Save' }).click();
      await page.getByRole('heading', { name: 'Give a high role to everybody?' }).waitFor();
      await look(page, name('portal-high-role'));
      await page.getByRole('link', { name: 'Cancel' }).click();
      await page.getByRole('switch', { name: /Enable Automatic User Creation/ }).check();
      await page.getByLabel('Select default role for JIT implementation').selectOption('read-only');
      await creation.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Automatic User Creation was saved.').waitFor();
      await page.getByRole('switch', { name: /Enable Automatic User Deactivation/ }).check();
      await page.getByRole('region', { name: 'Automatic User Deactivation' }).getByRole('button', { name: 'Save' }).click();
      await page.getByText('Automatic User Deactivation was saved.').waitFor();
      await page.goto(`${base}/people`);
      await look(page, name('portal-people'));

      // A person who must come through the hub, and does.
      const [other, heard] = await newPage();
      await logIn(other, base, 'tech', password);
      await other.getByText('unified_login_required').waitFor();
      await look(other, name('portal-login-required'));
      await other.getByRole('link', { name: 'Log In with Vestibule' }).click();
      await come(other, 'Demo Technician');
      await other.getByRole('heading', { name: 'Welcome, Demo Technician' }).waitFor();
      await other.locator('summary[aria-label="App Launcher"]').click();
      await other.getByRole('heading', { name: 'My Modules' }).waitFor();
      await look(other, name('portal-launcher'));
      await other.goto(`${base}/my-settings`);
      await look(other, name('portal-my-settings'));
      await other.goto(`${base}/logout`);
      await look(other, name('portal-logout'));
      await other.goto(`${base}${SETTINGS}`);
      await other.getByText('not_security_admin').waitFor();
      await look(other, name('portal-not-admin'));
      // Somebody new gets an account.
      const [third] = await newPage();
      await third.goto(`${base}/login`);
      await come(third, 'New Person');
      await third.getByRole('heading', { name: 'Welcome, New Person' }).waitFor();
      await third.getByText('Read Only').waitFor();
      // One password, two tenants.
      const [fourth] = await newPage();
      await logIn(fourth, base, 'consultant@example.org', password);
      await fourth.getByRole('heading', { name: 'Choose which account to open' }).waitFor();
      await look(fourth, name('portal-choose'));
      await fourth.getByRole('button', { name: /Example Reseller/ }).click();
      await fourth.getByRole('heading', { name: 'Welcome, Demo Consultant' }).waitFor();
      // A name without end.
      const [fifth] = await newPage();
      await logIn(fifth, base, 'wolfeschlegelsteinhausenbergerdorff', password);
      await fifth.getByText('unified_login_required').waitFor();

      await page.goto(`${base}${SETTINGS}`);
      await page.getByRole('button', { name: 'Disable Login with Vestibule' }).click();
      await page.getByRole('heading', { name: 'Turn off logging in with Vestibule?' }).waitFor();
      await look(page, name('portal-turn-off'));
      await page.getByRole('button', { name: 'Turn off' }).click();
      await page.getByText('is now disabled').waitFor();
      await logIn(fifth, base, 'wolfeschlegelsteinhausenbergerdorff', password);
      await fifth.getByRole('heading', { name: /Wolfeschlegel/ }).waitFor();
      await look(fifth, name('portal-long-name'));
      assertQuiet(list, 'the admin');
      assertQuiet(heard, 'the technician');
    });

    test('Service Desk', { timeout: 300_000 }, async () => {
      const { base } = desk;
      const password = 'a password of the desk';
      const [page, list] = await newPage();
      await logIn(page, base, 'owner', password);
      await page.getByRole('heading', { name: 'Tickets' }).waitFor();
      await look(page, name('desk-tickets'));
      await page.getByText('Admin', { exact: true }).click();
      await page.getByRole('link', { name: 'My Company' }).click();
      await page.getByRole('heading', { name: 'Company Settings' }).waitFor();
      await look(page, name('desk-my-company'));
      await page.getByRole('link', { name: 'Vestibule', exact: true }).click();
      await look(page, name('desk-settings-before'));
      await page.getByRole('switch', { name: /Log in with Vestibule/ }).check();
      await page.getByRole('button', { name: 'Save' }).click();
      await come(page, 'Demo Owner');
      await page.getByText('Unified Login for Service Desk is now enabled.').waitFor();
      await look(page, name('desk-settings-enabled'));

      const [pat, heard] = await newPage();
      await logIn(pat, base, 'pat', password);
      await pat.goto(`${base}/my-settings`);
      await look(pat, name('desk-my-settings-before'));
      await pat.getByRole('button', { name: 'Enable Login with Vestibule' }).click();
      await come(pat, 'Demo Technician');
      await pat.getByRole('button', { name: 'Disable Log in with Vestibule' }).waitFor();
      await look(pat, name('desk-my-settings-enabled'));
      await pat.goto(`${base}/logout`);
      await pat.getByRole('button', { name: 'Log out' }).click();
      await pat.goto(`${base}/local-login`);
      await pat.getByRole('link', { name: 'Log in with Vestibule' }).click();
      await come(pat, 'Demo Technician');
      await pat.getByText('Pat Technician').first().waitFor();
      await pat.goto(`${base}/my-settings`);
      await pat.getByRole('button', { name: 'Disable Log in with Vestibule' }).click();
      await pat.getByRole('heading', { name: 'Disable login with Vestibule?' }).waitFor();
      await look(pat, name('desk-disable'));
      await pat.getByRole('button', { name: 'Disable' }).click();
      await pat.getByText('with your password from now on').waitFor();
      await pat.goto(`${base}/client-portal`);
      await look(pat, name('desk-client-portal'));
      assertQuiet(list, 'the admin');
      assertQuiet(heard, 'Pat');
    });
  });
}

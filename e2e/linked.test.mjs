// Hub, Partner Portal and Service Desk as `vestibule demo` starts them, three programs with a database each: linking,
// coming in both ways, Require, automatic creation and deactivation, explicit linking, turning off. Pictures go to
// e2e/out/linked.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Authenticator } from './bench/authenticator.mjs';
import { launch, person, picture } from './bench/browser.mjs';
import { startDemo } from './bench/demo.mjs';
import { logInLocally } from './bench/module.mjs';
import { pause } from './bench/program.mjs';
import { heading, signIn } from './bench/signin.mjs';

const SETTINGS = '/admin/security-settings';

describe('hub and modules as programs of their own', { timeout: 600_000 }, () => {
  let demo, browser, portal, desk;
  const phones = new Map();

  before(async () => {
    demo = await startDemo();
    [portal, desk] = demo.access.modules;
    browser = await launch();
    for (const login of demo.access.logins) phones.set(login.email, new Authenticator(login.totp_secret));
  });
  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  const newPage = async () => (await person(browser)).newPage();

  /** Proves at the hub who she is, when it asks. */
  async function atHub(page, email) {
    const login = demo.access.logins.find((l) => l.email === email);
    await signIn(page, { identifier: email, company: 'Example MSP', password: login.password, phone: phones.get(email) });
  }

  /** What the page says, for the text of a failure. */
  const said = async (page) => `${await heading(page)}\n${await page.locator('main').innerText().catch(() => '')}`;

  async function sees(page, text) {
    try {
      await page.getByText(text).first().waitFor({ timeout: 10_000 });
    } catch {
      assert.fail(`"${text}" is not on the page: ${await said(page)}`);
    }
  }

  test('a security admin who is a master links the Partner Portal', async () => {
    const page = await newPage();
    await logInLocally(page, portal.url, 'owner', portal.password);
    await page.getByText('Admin', { exact: true }).click();
    await page.getByRole('link', { name: 'Security Settings' }).click();
    await page.getByRole('button', { name: 'Enable Login with Vestibule' }).click();
    await page.waitForLoadState();
    await picture(page, 'linked', '01-at-the-hub');
    await atHub(page, 'owner@example.com');
    await sees(page, 'Unified Login for Partner Portal is now enabled.');
    await picture(page, 'linked', '02-enabled');
  });

  test('a technician comes in through the hub to her own account, and finds the launcher', async () => {
    const page = await newPage();
    await page.goto(portal.url);
    await page.getByRole('link', { name: 'Log In with Vestibule' }).click();
    await atHub(page, 'technician@example.com');
    await sees(page, 'Welcome, Demo Technician');
    await page.locator('summary[aria-label="App Launcher"]').click();
    await sees(page, 'Service Desk');
    await picture(page, 'linked', '03-technician');
  });

  test('Require shows whom it shuts out, and shuts them out', async () => {
    const page = await newPage();
    await logInLocally(page, portal.url, 'owner', portal.password);
    let shown = false;
    for (let tries = 0; tries < 20 && !shown; tries += 1) {
      await page.goto(`${portal.url}${SETTINGS}`);
      await page.getByRole('switch', { name: /Require Log In with Vestibule/ }).check();
      await page.getByRole('region', { name: 'Require Log In with Vestibule' }).getByRole('button', { name: 'Save' }).click();
      await page.waitForLoadState();
      // The hub reads the accounts of a new link in its own time.
      shown = (await page.getByText('people_shut_out').count()) > 0;
      if (!shown) await pause(1000);
    }
    assert.ok(shown, await said(page));
    await picture(page, 'linked', '04-shut-out');
    await page.getByRole('button', { name: 'Add exception for Reception Desk' }).click();
    await sees(page, 'people_shut_out');
    await page.getByRole('button', { name: 'Turn on Require all the same' }).click();
    await sees(page, 'Logging in with Vestibule is now required.');
    await sees(page, 'User Exceptions');
    await picture(page, 'linked', '05-required');
    const other = await newPage();
    await logInLocally(other, portal.url, 'tech', portal.password);
    await sees(other, 'unified_login_required');
    await logInLocally(other, portal.url, 'reception', portal.password);
    await sees(other, 'Welcome, Reception Desk');
    const founder = await newPage();
    await logInLocally(founder, portal.url, 'founder', portal.password);
    await sees(founder, 'Welcome, Demo Founder');
  });

  test('somebody new gets an account, and loses it with her place at the hub', async () => {
    const page = await newPage();
    await logInLocally(page, portal.url, 'owner', portal.password);
    await page.goto(`${portal.url}${SETTINGS}`);
    await page.getByRole('switch', { name: /Enable Automatic User Creation/ }).check();
    await page.getByLabel('Select default role for JIT implementation').selectOption('read-only');
    await page.getByRole('region', { name: 'Automatic User Creation' }).getByRole('button', { name: 'Save' }).click();
    await sees(page, 'Automatic User Creation was saved.');
    await page.getByRole('switch', { name: /Enable Automatic User Deactivation/ }).check();
    await page.getByRole('region', { name: 'Automatic User Deactivation' }).getByRole('button', { name: 'Save' }).click();
    await sees(page, 'Automatic User Deactivation was saved.');

    const fresh = {
      identifier: 'fresh@example.com', password: 'nine quiet bridges over the river', phone: new Authenticator('JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'),
    };
    const member = (state) => `[[partner]]\nname = "Example MSP"\n[[partner.member]]\nemail = "${fresh.identifier}"\nname = "Fresh Member"\ngroups = ["Technicians"]\n${state}
credentials = { password = "${fresh.password}", totp_secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP" }\n`;
    demo.apply(member(''));
    // Granted by her group: her account is there before she ever comes.
    let made = false;
    for (let tries = 0; tries < 40 && !made; tries += 1) {
      await page.goto(`${portal.url}/people`);
      made = (await page.getByText('fresh@example.com').count()) > 0;
      if (!made) await pause(500);
    }
    assert.ok(made, await said(page));
    await sees(page, 'made by the hub');
    const new_ = await newPage();
    await new_.goto(`${portal.url}/login`);
    await signIn(new_, fresh);
    await sees(new_, 'Welcome, Fresh Member');
    await sees(new_, 'Read Only');
    demo.apply(member('state = "deactivated"\n'));
    const until = Date.now() + 5000;
    let out = false;
    while (!out && Date.now() < until) {
      await new_.goto(portal.url);
      out = new URL(new_.url()).pathname === '/local-login';
      if (!out) await pause(200);
    }
    assert.ok(out, `five seconds after: ${await said(new_)}`);
    await page.goto(`${portal.url}/people`);
    await sees(page, 'Deactivated by the hub');
    // One account, however it came about.
    assert.equal(await page.getByText('fresh@example.com').count(), 1);
    await picture(page, 'linked', '06-deactivated');
  });

  test('the Service Desk is linked by a switch, and a technician links her own account', async () => {
    const page = await newPage();
    await logInLocally(page, desk.url, 'owner', desk.password);
    await page.goto(`${desk.url}${SETTINGS}`);
    await page.getByRole('switch', { name: /Log in with Vestibule/ }).check();
    await page.getByRole('button', { name: 'Save' }).click();
    await atHub(page, 'owner@example.com');
    await sees(page, 'Unified Login for Service Desk is now enabled.');

    const pat = await newPage();
    await logInLocally(pat, desk.url, 'pat', desk.password);
    await pat.goto(`${desk.url}/my-settings`);
    await pat.getByRole('button', { name: 'Enable Login with Vestibule' }).click();
    await atHub(pat, 'technician@example.com');
    await sees(pat, 'You can log in with Vestibule from now on.');
    await picture(pat, 'linked', '07-account-linked');
    const other = await newPage();
    await other.goto(`${desk.url}/local-login`);
    await other.getByRole('link', { name: 'Log in with Vestibule' }).click();
    await atHub(other, 'technician@example.com');
    await sees(other, 'Pat Technician');
    await other.goto(`${desk.url}/my-settings`);
    await other.getByRole('button', { name: 'Disable Log in with Vestibule' }).click();
    await other.getByRole('button', { name: 'Disable' }).click();
    await sees(other, 'with your password from now on');
  });

  test('turning Log In off ends sessions through the hub, and passwords are open again', async () => {
    const through = await newPage();
    await through.goto(portal.url);
    await through.getByRole('link', { name: 'Log In with Vestibule' }).click();
    await atHub(through, 'technician@example.com');
    await sees(through, 'Welcome, Demo Technician');
    const page = await newPage();
    await logInLocally(page, portal.url, 'owner', portal.password);
    await page.goto(`${portal.url}${SETTINGS}`);
    await page.getByRole('button', { name: 'Disable Login with Vestibule' }).click();
    await sees(page, 'Require Log In');
    await page.getByRole('button', { name: 'Turn off' }).click();
    await sees(page, 'is now disabled');
    await through.goto(portal.url);
    await sees(through, 'Log In with Vestibule');
    await logInLocally(through, portal.url, 'tech', portal.password);
    await sees(through, 'Welcome, Demo Technician');
  });
});

// Hub, Partner Portal and Service Desk as three programs, each with a database of its own: linking, coming in both
// ways, Require, automatic creation and deactivation, explicit linking, turning off. Pictures go to e2e/out/linked.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Authenticator } from './bench/authenticator.mjs';
import { launch, person, picture } from './bench/browser.mjs';
import { startDemo } from './bench/demo.mjs';
import { ROOT, answers, built, freePorts, pause, scratchFolder, start } from './bench/program.mjs';
import { heading, signIn } from './bench/signin.mjs';

const SETTINGS = '/admin/security-settings';

/** A module as an operator runs it. */
async function startModule(hub, variable, name, client, port) {
  const program = built(variable, ['-p', name], `debug/${name}`);
  const { folder, remove } = scratchFolder(name);
  const base = `http://localhost:${port}`;
  const secret = `a secret of ${client} that is long enough for the hub`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'secret'), secret);
  writeFileSync(path.join(folder, 'settings.toml'), [
    `issuer = "${hub}"`, `client_id = "${client}"`, 'client_secret_file = "secret"', `base_url = "${base}"`, '',
  ].join('\n'));
  const args = ['--data', folder, '--port', `${port}`, '--settings', path.join(folder, 'settings.toml'),
    '--seed', path.join(ROOT, `modules/${name}/seed.toml`)];
  const running = await start(program, args, () => answers(`${base}/health`), { limit: 30_000 });
  return { base, secret, output: running.output, stop: async () => { await running.stop(); remove(); } };
}

const registration = ({ key, name, base, secret, grants }) => `
[[partner.module]]
key = "${key}"
name = "${name}"
url = "${base}/login"
grants = { groups = ["Technicians"], people = [${grants.map((g) => `"${g}"`).join(', ')}] }
[partner.module.client]
id = "${key}"
secret = "${secret}"
redirect_uris = ["${base}/login/callback", "${base}/unified-login/linked"]
post_logout_redirect_uris = ["${base}/"]
backchannel_logout_uri = "${base}/backchannel-logout"
grant_types = ["authorization_code", "refresh_token", "client_credentials"]
scopes = ["openid", "profile", "email", "offline_access", "launcher", "module"]
`;

describe('hub and modules as programs of their own', { timeout: 600_000 }, () => {
  let demo, browser, portal, desk;
  const phones = new Map();

  before(async () => {
    demo = await startDemo();
    const port = await freePorts(2);
    portal = await startModule(demo.hub, 'PORTAL_PROGRAM', 'partner_portal', 'portal-program', port);
    desk = await startModule(demo.hub, 'DESK_PROGRAM', 'service_desk', 'desk-program', port + 1);
    demo.apply(`[[partner]]\nname = "Example MSP"\nfeatures = ["unified-login"]\n${
      registration({ key: 'portal-program', name: 'Portal of the partner', ...portal, grants: ['owner@example.com', 'billing@example.com', 'newcomer@example.com'] })}${
      registration({ key: 'desk-program', name: 'Desk of the partner', ...desk, grants: ['owner@example.com'] })}`);
    browser = await launch();
    for (const login of demo.access.logins) phones.set(login.email, new Authenticator(login.totp_secret));
  });
  after(async () => {
    // What the three programs said, for whoever looks for a fault.
    const logs = path.join(ROOT, 'e2e/out/linked');
    mkdirSync(logs, { recursive: true });
    for (const [name, program] of Object.entries({ demo, portal, desk })) {
      if (program) writeFileSync(path.join(logs, `${name}.log`), program.output());
    }
    await browser?.close();
    await portal?.stop();
    await desk?.stop();
    await demo?.stop();
  });

  const newPage = async () => (await person(browser)).newPage();

  /** Proves at the hub who she is, when it asks. */
  async function atHub(page, email) {
    const login = demo.access.logins.find((l) => l.email === email);
    await signIn(page, { identifier: email, company: 'Example MSP', password: login.password, phone: phones.get(email) });
  }

  async function locally(page, base, login, password) {
    await page.goto(`${base}/local-login`);
    await page.getByLabel('Email or username').fill(login);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Log in', exact: true }).click();
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
    await locally(page, portal.base, 'owner', 'a password of the portal');
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
    await page.goto(portal.base);
    await page.getByRole('link', { name: 'Log In with Vestibule' }).click();
    await atHub(page, 'technician@example.com');
    await sees(page, 'Welcome, Demo Technician');
    await page.locator('summary[aria-label="App Launcher"]').click();
    await sees(page, 'Portal of the partner');
    await picture(page, 'linked', '03-technician');
  });

  test('Require shows whom it shuts out, and shuts them out', async () => {
    const page = await newPage();
    await locally(page, portal.base, 'owner', 'a password of the portal');
    let shown = false;
    for (let tries = 0; tries < 20 && !shown; tries += 1) {
      await page.goto(`${portal.base}${SETTINGS}`);
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
    await locally(other, portal.base, 'tech', 'a password of the portal');
    await sees(other, 'unified_login_required');
    await locally(other, portal.base, 'reception', 'a password of the portal');
    await sees(other, 'Welcome, Reception Desk');
    const founder = await newPage();
    await locally(founder, portal.base, 'founder', 'a password of the portal');
    await sees(founder, 'Welcome, Demo Founder');
  });

  test('the Service Desk is linked by a switch, and a technician links her own account', async () => {
    const page = await newPage();
    await locally(page, desk.base, 'owner', 'a password of the desk');
    await page.goto(`${desk.base}${SETTINGS}`);
    await page.getByRole('switch', { name: /Log in with Vestibule/ }).check();
    await page.getByRole('button', { name: 'Save' }).click();
    await atHub(page, 'owner@example.com');
    await sees(page, 'Unified Login for Service Desk is now enabled.');

    const pat = await newPage();
    await locally(pat, desk.base, 'pat', 'a password of the desk');
    await pat.goto(`${desk.base}/my-settings`);
    await pat.getByRole('button', { name: 'Enable Login with Vestibule' }).click();
    await atHub(pat, 'technician@example.com');
    await sees(pat, 'You can log in with Vestibule from now on.');
    await picture(pat, 'linked', '06-account-linked');
    const other = await newPage();
    await other.goto(`${desk.base}/local-login`);
    await other.getByRole('link', { name: 'Log in with Vestibule' }).click();
    await atHub(other, 'technician@example.com');
    await sees(other, 'Pat Technician');
    await other.goto(`${desk.base}/my-settings`);
    await other.getByRole('button', { name: 'Disable Log in with Vestibule' }).click();
    await other.getByRole('button', { name: 'Disable' }).click();
    await sees(other, 'with your password from now on');
  });

  test('turning Log In off ends sessions through the hub, and passwords are open again', async () => {
    const through = await newPage();
    await through.goto(portal.base);
    await through.getByRole('link', { name: 'Log In with Vestibule' }).click();
    await atHub(through, 'technician@example.com');
    await sees(through, 'Welcome, Demo Technician');
    const page = await newPage();
    await locally(page, portal.base, 'owner', 'a password of the portal');
    await page.goto(`${portal.base}${SETTINGS}`);
    await page.getByRole('button', { name: 'Disable Login with Vestibule' }).click();
    await sees(page, 'Require Log In');
    await page.getByRole('button', { name: 'Turn off' }).click();
    await sees(page, 'is now disabled');
    await through.goto(portal.base);
    await sees(through, 'Log In with Vestibule');
    await locally(through, portal.base, 'tech', 'a password of the portal');
    await sees(through, 'Welcome, Demo Technician');
  });
});

// The whole of the document on linking a PSA with the hub, step by step and in its order, between hub and Service Desk:
// each person links her own account, one tenant at a time. Titles carry the numbers of the requirements.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Authenticator } from './bench/authenticator.mjs';
import { vestibule } from './bench/demo.mjs';
import { ENGINES } from './bench/engines.mjs';
import { logInLocally } from './bench/module.mjs';
import { answers, freePorts, start } from './bench/program.mjs';
import { answer, heading, send, stepOf } from './bench/signin.mjs';
import { startWalk } from './bench/walk.mjs';

const SETTINGS = '/admin/security-settings';
const MASTERS = ['first', 'second', 'third', 'fourth', 'fifth'].map((username) => ({
  name: `Master ${username}`, email: `${username}@example.com`, username, role: 'master',
}));
const OWNER = 'owner@example.com', TECHNICIAN = 'technician@example.com', CONSULTANT = 'consultant@example.org';
const NORA = { name: 'Nora Night', email: 'nora@example.com', username: 'nora', groups: ['Technicians'] };
const RIVAL = { name: 'Rival Master', email: 'rival@example.org', username: 'rival', role: 'master' };
const INVITED = ['unified_login_invite_only', 'This is currently an invite-only feature.', 'Please reach out to your account managers'];

for (const engine of ENGINES) {
  describe(`seed two on ${engine.name}`, { timeout: 900_000, skip: engine.skip }, () => {
    let walk, desk, hub, admin, master, pat, patAgain, books, tech;

    before(async () => {
      walk = await startWalk(engine, 'seed-two');
      ({ demo: { hub } } = walk);
      desk = walk.modules['service-desk'];
      walk.cast([...MASTERS, NORA]);
    });
    after(() => walk?.stop());

    const toggle = (page) => page.getByRole('switch', { name: /Log in with Vestibule/ });

    async function atDesk(login, path_ = '/', at = desk.url) {
      const page = await walk.newPage();
      await logInLocally(page, at, login, desk.password);
      await page.goto(`${at}${path_}`);
      return page;
    }

    /** Switches on and saves; then the page of the hub is there. */
    async function switchOn(page) {
      await page.goto(`${desk.url}${SETTINGS}`);
      assert.equal(await toggle(page).isChecked(), false, 'it is off');
      await toggle(page).check();
      await walk.press(page, 'Save');
    }

    async function setAddress(origin, region) {
      await master.goto(`${hub}/console/modules`);
      await master.getByRole('link', { name: 'Service Desk' }).click();
      await master.locator('#main').getByRole('link', { name: 'Settings', exact: true }).click();
      await master.locator('[name="launch_url"]').fill(`${origin}/login`);
      await master.locator('[name="region"]').fill(region);
      await walk.press(master, 'Save');
      await walk.confirm(master, 'first@example.com');
    }

    async function stillOff(page) {
      await page.goto(`${desk.url}${SETTINGS}`);
      assert.equal(await toggle(page).isChecked(), false, 'it stays off');
      await walk.sees(page, 'Not enabled');
    }

    test('S2-03, S2-04: the feature is by invitation; who is not invited is told whom to ask', async () => {
      walk.demo.apply('[[partner]]\nname = "Example MSP"\nfeatures = []\n');
      admin = await atDesk('owner');
      await switchOn(admin);
      await walk.prove(admin, 'first@example.com');
      await walk.refused(admin, ...INVITED);
      await walk.look(admin, '01-by-invitation');
      await stillOff(admin);
      master = await walk.atHub('first@example.com');
      await master.goto(`${hub}/console/modules`);
      await master.getByRole('link', { name: 'Service Desk' }).click();
      await master.getByRole('link', { name: 'Unified Login' }).click();
      await walk.sees(master, 'This is currently an invite-only feature: please contact your account manager.');
      await walk.look(master, '02-console-by-invitation');
      walk.demo.apply('[[partner]]\nname = "Example MSP"\nfeatures = ["unified-login"]\n');
    });

    test('S2-07, S2-12, S2-13: an administrator finds the switch at Admin, My Company, Company Settings', async () => {
      const other = await atDesk('pat', SETTINGS);
      await walk.sees(other, 'not_security_admin');
      await walk.look(other, '03-no-administrator');
      await admin.goto(desk.url);
      await admin.getByText('Admin', { exact: true }).click();
      await admin.getByRole('link', { name: 'My Company' }).click();
      await walk.sees(admin, 'Company Settings');
      await walk.look(admin, '04-my-company');
      await admin.getByRole('link', { name: 'Vestibule', exact: true }).click();
      await walk.sees(admin, 'Log in with Vestibule');
      await walk.look(admin, '05-the-switch');
    });

    test('S2-14, S2-17: it leads to the hub; who turns back there has linked nothing', async () => {
      await switchOn(admin);
      assert.ok(admin.url().startsWith(hub), await heading(admin));
      assert.equal(await stepOf(admin), 'identifier');
      await walk.look(admin, '06-at-the-hub');
      await admin.locator('[name="identifier"]').fill(OWNER);
      await admin.goto(desk.url);
      await stillOff(admin);
    });

    test('S2-05, S2-16: a member who is no master links nothing', async () => {
      await switchOn(admin);
      await walk.prove(admin, TECHNICIAN);
      await walk.refused(admin, 'link_needs_master', 'Only a master of the hub can link a module.', 'Sign in to the hub with a master account');
      await walk.look(admin, '07-no-master');
      await stillOff(admin);
    });

    test('S2-10, S2-11: a master without a second factor sets one up before anything is linked', async () => {
      await master.goto(`${hub}/console/members?q=third`);
      await master.getByRole('link', { name: 'Master third' }).click();
      await walk.press(master, 'Reset second factors');
      await walk.confirm(master, 'first@example.com');
      await switchOn(admin);
      await walk.prove(admin, 'third@example.com', { seen: (step) => assert.notEqual(step, 'code') });
      await walk.sees(admin, 'Set up your second factor anew');
      await walk.look(admin, '08-no-factor');
      await stillOff(admin);
      // By the mail that she gets she sets up new ones; the next try links, if she wants to.
      const hers = await walk.newPage();
      await hers.goto(await walk.demo.linkFor('third@example.com'));
      await walk.press(hers, /./, hers.locator('main'));
      const third = walk.people['third@example.com'];
      if ((await stepOf(hers)) === 'identifier') await answer(hers, 'identifier', third.email);
      await answer(hers, 'password', third.password);
      await walk.look(hers, '09-new-factor');
      third.phone = Authenticator.scan(await hers.locator('#qr').screenshot());
      await answer(hers, 'code', await third.phone.next());
      await hers.locator('[name="saved"]').check();
      await send(hers, 'saved');
      assert.equal(new URL(hers.url()).pathname, '/modules', await heading(hers));
    });

    test('S2-06, S2-15, S2-18, S2-49: the sign-in of a master binds the two tenants, and success is shown', async () => {
      await switchOn(admin);
      await walk.prove(admin, OWNER, { seen: async (step) => walk.look(admin, `09-hub-${step}`) });
      await walk.sees(admin, 'Unified Login for Service Desk is now enabled.', 'Log In enabled', 'Linked with Example MSP.');
      assert.equal(await toggle(admin).isChecked(), true);
      await walk.look(admin, '10-success');
    });

    test('S2-19, S2-21: the address of the module at the hub, for the tenant: one of another region is refused', async () => {
      await master.goto(`${hub}/console/modules`);
      await walk.sees(master, `${desk.url}/login`);
      assert.equal(await master.getByText('Belongs to the region').count(), 0);
      await walk.look(master, '11-module-urls');
      await setAddress(desk.url.replace('//', '//uk.'), 'US');
      await walk.sees(master, 'The address belongs to the region UK, and Acme PSA lives in another.');
      await walk.look(master, '12-other-region');
    });

    test('S2-20: and for each person, under her settings', async () => {
      tech = await walk.atHub(TECHNICIAN);
      await tech.goto(`${hub}/settings`);
      await tech.getByRole('link', { name: 'Module URLs' }).click();
      await walk.sees(tech, `${desk.url}/login`, 'None that the hub knows of');
      assert.equal(await tech.getByText('Belongs to the region').count(), 0);
      await walk.look(tech, '13-my-module-urls');
    });

    test('S2-26, S2-27: a second tenant of the module cannot be linked at the same time', async () => {
      const bravo = await atDesk('bravo');
      await switchOn(bravo);
      await walk.prove(bravo, 'second@example.com');
      await walk.refused(bravo, 'hub_tenant_already_mapped', 'Your company is already linked to another tenant of this module.', 'Turn Log In off there first');
      await walk.look(bravo, '14-already-mapped');
      await stillOff(bravo);
    });

    test('S2-27: nor can the tenant of the module by another company', async () => {
      const port = await freePorts();
      const url = `http://localhost:${port}`;
      const secret = 'a secret of the second program, long enough';
      walk.cast([RIVAL], { partner: 'Second MSP', more: `features = ["unified-login"]
[[partner.module]]
key = "service-desk"
module = "service-desk"
name = "Service Desk"
url = "${desk.url}/login"
[partner.module.client]
id = "second-desk"
secret = "${secret}"
redirect_uris = ["${desk.url}/login/callback", "${url}/login/callback", "${url}/unified-login/linked"]
grant_types = ["authorization_code", "refresh_token", "client_credentials"]
scopes = ["openid", "profile", "email", "offline_access", "launcher", "module"]
` });
      const folder = path.join(walk.demo.data, 'second-desk');
      mkdirSync(folder);
      writeFileSync(path.join(folder, 'secret'), secret, { mode: 0o600 });
      writeFileSync(path.join(folder, 'settings.toml'), `issuer = "${hub}"\nclient_id = "second-desk"\nclient_secret_file = "secret"\nbase_url = "${url}"\n`);
      const second = await start(vestibule(), [
        'demo', '--module', 'service_desk', '--', '--data', folder, '--port', `${port}`, '--settings', path.join(folder, 'settings.toml'),
        '--seed', path.join(walk.demo.data, 'service-desk/seed.toml'),
      ], () => answers(`${url}/health`));
      try {
        const page = await walk.newPage();
        await logInLocally(page, url, 'owner', desk.password);
        await page.goto(`${url}${SETTINGS}`);
        await toggle(page).check();
        await walk.press(page, 'Save');
        await walk.prove(page, RIVAL.email);
        await walk.refused(page, 'module_tenant_already_mapped', 'This tenant of the module is linked to another company.', 'An administrator of the module turns it off there first.');
        await walk.look(page, '15-tenant-of-another');
      } finally {
        await second.stop();
      }
    });

    test('S2-29, S2-30, S2-31: everybody finds the button under her name, in My Settings', async () => {
      pat = await atDesk('pat');
      await pat.locator('details.me > summary').click();
      await pat.getByRole('link', { name: 'My Settings' }).click();
      await walk.sees(pat, 'Enable Login with Vestibule', 'Not enabled');
      await walk.look(pat, '16-my-settings');
      patAgain = await atDesk('pat', '/my-settings');
      books = await atDesk('books', '/my-settings');
    });

    test('S2-37: whoever comes through the hub before she has linked her account is told to', async () => {
      const page = await walk.newPage();
      await page.goto(`${desk.url}/local-login`);
      await page.getByRole('link', { name: 'Log in with Vestibule' }).click();
      await walk.prove(page, CONSULTANT);
      if ((await page.locator('button[name="affiliation"]').count())) await walk.press(page, /Example MSP/);
      await walk.refused(page, 'account_not_linked', 'You have not enabled logging in with the hub for your account.', 'Log in with your password and enable it in My Settings.');
      await walk.look(page, '17-not-linked-yet');
    });

    test('S2-08, S2-09, S2-32, S2-33, S2-34: address, password and six digits link her account, and the desk opens', async () => {
      await walk.press(pat, 'Enable Login with Vestibule');
      await walk.prove(pat, TECHNICIAN);
      await walk.sees(pat, 'You can log in with Vestibule from now on.', 'Disable Log in with Vestibule');
      await walk.look(pat, '18-linked');
      await pat.getByRole('link', { name: 'Tickets' }).click();
      assert.equal(await heading(pat), `Tickets at ${desk.url}/`);
    });

    test('S2-46: a page that was open before cannot link the account to somebody else', async () => {
      await walk.press(patAgain, 'Enable Login with Vestibule');
      await walk.refused(patAgain, 'module_account_already_linked', 'This account is linked to another person of the hub.', 'Disable the login with the hub in My Settings first.');
      await walk.look(patAgain, '19-account-taken');
    });

    test('S2-20: the hub shows each person where her module opens, and which account', async () => {
      await tech.goto(`${hub}/settings/module-urls`);
      await walk.sees(tech, `${desk.url}/login`, 'Acme PSA · since');
      await walk.look(tech, '20-my-module-urls');
    });

    test('S2-35, S2-36: the next time she logs in with the hub', async () => {
      const page = await walk.newPage();
      await page.goto(desk.url);
      await walk.sees(page, 'Log in with Vestibule');
      await walk.look(page, '21-login');
      await page.getByRole('link', { name: 'Log in with Vestibule' }).click();
      await walk.prove(page, TECHNICIAN);
      await walk.sees(page, 'Pat Technician');
      await page.goto(`${desk.url}/logout`);
      await walk.press(page, 'Log out');
      await walk.sees(page, 'Log in with Vestibule');
    });

    test('S2-01, S2-02: from the hub she opens it without another sign-in', async () => {
      await tech.goto(`${hub}/modules`);
      await tech.getByRole('link', { name: /Service Desk/ }).click();
      await walk.sees(tech, 'Pat Technician');
      assert.equal(await heading(tech), `Tickets at ${desk.url}/`);
      await walk.look(tech, '22-opened-from-the-hub');
    });

    test('S2-39: her password of the desk opens it as before', async () => {
      const page = await atDesk('pat');
      await walk.sees(page, 'Pat Technician');
    });

    test('S2-40: the administrator turns it off by the same switch', async () => {
      await admin.goto(`${desk.url}${SETTINGS}`);
      await toggle(admin).uncheck();
      await walk.press(admin, 'Save');
      await walk.sees(admin, 'Turn off logging in with Vestibule?', 'One person uses it.');
      await walk.look(admin, '23-turn-off');
      await walk.press(admin, 'Turn off');
      await walk.sees(admin, 'Unified Login for Service Desk is now disabled.');
      await walk.look(admin, '24-turned-off');
    });

    test('S2-38, S2-41: nobody of the tenant comes in by the hub any more, and nobody is offered it', async () => {
      const page = await walk.newPage();
      await page.goto(`${desk.url}/login`);
      await walk.prove(page, TECHNICIAN);
      await walk.refused(page, 'unified_login_off', 'Logging in through the hub is turned off for this module.', 'A master can turn it on for the module.');
      await walk.look(page, '25-not-linked');
      await walk.press(books, 'Enable Login with Vestibule');
      await walk.refused(books, 'tenant_not_linked', 'Your company has not linked this module yet.', 'Ask a security admin of the module to enable Log In first.');
      await walk.look(books, '26-tenant-not-linked');
      await books.goto(`${desk.url}/my-settings`);
      await walk.sees(books, 'Your company has not turned logging in with Vestibule on.');
      assert.equal(await books.getByRole('button', { name: 'Enable Login with Vestibule' }).count(), 0);
    });

    test('S2-22 to S2-25, S2-28: another tenant may come now, once the address is that of its region', async () => {
      const bravo = await atDesk('bravo');
      await switchOn(bravo);
      await walk.prove(bravo, 'second@example.com');
      await walk.refused(bravo, 'wrong_region', 'The address of this module belongs to another region than this tenant.', 'A master sets the right address under Module URLs at the hub.');
      await walk.look(bravo, '27-wrong-region');
      await setAddress(desk.url.replace('//', '//uk.'), 'UK');
      await walk.look(master, '28-address-of-the-region');
      await switchOn(bravo);
      await walk.prove(bravo, 'fourth@example.com');
      await walk.sees(bravo, 'Unified Login for Service Desk is now enabled.');
      await walk.look(bravo, '29-bravo-linked');
      await tech.goto(`${hub}/settings/module-urls`);
      await walk.sees(tech, desk.url.replace('//', '//uk.'));
      // The launcher uses that address, and on this machine it leads to the same desk.
      await tech.goto(`${hub}/modules`);
      await tech.getByRole('link', { name: /Service Desk/ }).click();
      await walk.refused(tech, 'account_not_linked', 'You have not enabled logging in with the hub', 'enable it in My Settings');
      await toggle(bravo).uncheck();
      await walk.press(bravo, 'Save');
      await walk.press(bravo, 'Turn off');
      await setAddress(desk.url, 'US');
    });

    test('S2-44: linked anew, the same two bring the link of each account back; then she ends her own', async () => {
      await switchOn(admin);
      await walk.prove(admin, 'fifth@example.com');
      await walk.sees(admin, 'Unified Login for Service Desk is now enabled.');
      const page = await walk.newPage();
      await page.goto(`${desk.url}/login`);
      await walk.prove(page, TECHNICIAN);
      await walk.sees(page, 'Pat Technician');
      await page.goto(`${desk.url}/my-settings`);
      // S2-42, S2-43.
      await walk.press(page, 'Disable Log in with Vestibule');
      await walk.sees(page, 'Disable login with Vestibule?', 'You log in to Service Desk with your password afterwards.');
      await walk.look(page, '30-disable');
      await walk.press(page, 'Disable');
      await walk.sees(page, 'You log in with your password from now on, not with Vestibule.');
      await walk.look(page, '31-disabled');
    });

    test('S2-45: a person of a client has no way in', async () => {
      const client = await walk.newPage();
      await client.goto(`${desk.url}/client-portal`);
      await walk.sees(client, 'accounts cannot be used here');
      await walk.look(client, '32-client-portal');
      await client.goto(`${hub}/sign-in?for=client`);
      await walk.prove(client, 'office@client.example.net');
      await walk.press(client, /Example Client/);
      await client.goto(`${desk.url}/login`);
      await walk.refused(client, 'wrong_population', 'This module is not meant for your kind of account.', 'Staff modules are for members');
      await walk.look(client, '33-client-refused');
    });

    test('S2-46: a hub account that is linked already opens no second account', async () => {
      await books.goto(`${desk.url}/my-settings`);
      await walk.press(books, 'Enable Login with Vestibule');
      await walk.prove(books, NORA.email);
      await walk.sees(books, 'You can log in with Vestibule from now on.');
      pat = await atDesk('pat', '/my-settings');
      await walk.press(pat, 'Enable Login with Vestibule');
      await walk.prove(pat, NORA.email);
      await walk.refused(pat, 'hub_person_already_linked', 'This hub account is linked to another account of the module.', 'Disable it there first.');
      await walk.look(pat, '34-person-taken');
    });

    test('S2-47, S2-48: with an inactive hub account she stands before the login of the desk, with the reason and no session', async () => {
      await master.goto(`${hub}/console/members?q=nora`);
      await master.getByRole('link', { name: NORA.name }).click();
      await walk.press(master, 'Deactivate…');
      await walk.confirm(master, 'first@example.com');
      await walk.look(master, '35-deactivate');
      await Promise.all([master.waitForEvent('load'), master.locator('form[action="/console/members/bulk/run"] button').first().click()]);
      await walk.confirm(master, 'first@example.com');
      const page = await walk.newPage();
      await page.goto(`${desk.url}/local-login`);
      await page.getByRole('link', { name: 'Log in with Vestibule' }).click();
      await walk.prove(page, NORA.email);
      await walk.refused(page, 'hub_account_inactive', 'Your account at the hub is not active.', 'Ask a master of your company to reactivate it.');
      await walk.sees(page, 'or with a password of Service Desk');
      await walk.look(page, '36-inactive');
      await page.goto(desk.url);
      assert.equal(new URL(page.url()).pathname, '/local-login', await heading(page));
      await page.goto(`${hub}/modules`);
      assert.equal(await stepOf(page), 'identifier', await heading(page));
    });
  });
}

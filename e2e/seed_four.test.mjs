// The whole of the document on linking a partner portal with the hub, step by step and in its order: accounts are found,
// several tenants may be linked, Log In, Require with exceptions, automatic creation and deactivation. Titles carry the
// numbers of the requirements.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { PHONE, person } from './bench/browser.mjs';
import { ENGINES } from './bench/engines.mjs';
import { logInLocally } from './bench/module.mjs';
import { answer, heading, stepOf } from './bench/signin.mjs';
import { startWalk } from './bench/walk.mjs';

const SETTINGS = '/admin/security-settings';
const FIRST = 'first@example.com', SECOND = 'second@example.com', OWNER = 'owner@example.com';
const TECHNICIAN = 'technician@example.com', CONSULTANT = 'consultant@example.org', BOOKKEEPER = 'billing@example.com';
const CAST = [
  { name: 'Master first', email: FIRST, username: 'first', role: 'master' },
  { name: 'Master second', email: SECOND, username: 'second', role: 'master' },
  { name: 'Twin at the hub', email: 'twin@example.com', username: 'twin', groups: ['Technicians'] },
  { name: 'Gina Ghost', email: 'ghost@example.com', username: 'ghost', groups: ['Technicians'] },
  { name: 'Nova Novice', email: 'novice@example.com', username: 'novice' },
  { name: 'Lea Leaving', email: 'lea@example.com', username: 'lea', groups: ['Technicians'] },
];

for (const engine of ENGINES) {
  describe(`seed four on ${engine.name}`, { timeout: 900_000, skip: engine.skip }, () => {
    let walk, portal, hub, admin, master, reseller, novice;

    before(async () => {
      walk = await startWalk(engine, 'seed-four');
      ({ demo: { hub } } = walk);
      portal = walk.modules['partner-portal'];
      walk.cast(CAST);
    });
    after(() => walk?.stop());

    async function atPortal(login, path = '/', password = portal.password) {
      const page = await walk.newPage();
      await logInLocally(page, portal.url, login, password);
      await page.goto(`${portal.url}${path}`);
      return page;
    }

    /** Somebody's own browser, logged in or refused through the button of the hub. */
    async function throughHub(email, options) {
      const page = await walk.newPage();
      await page.goto(`${portal.url}/local-login`);
      await page.getByRole('link', { name: 'Log In with Vestibule' }).click();
      await walk.prove(page, email, options);
      return page;
    }

    const section = (name) => admin.getByRole('region', { name });
    const toggle = (name, page = admin) => page.getByRole('switch', { name: new RegExp(name) });
    const settings = (query = '') => admin.goto(`${portal.url}${SETTINGS}${query}`);
    const rowOf = (name, page = admin) => page.locator('tr', { hasText: name });

    /** Wishes to turn Require on, until the page asks whether so many may be shut out. */
    const wishRequire = () => walk.until(admin, `${portal.url}${SETTINGS}`, async () => {
      await toggle('Require Log In with Vestibule').check();
      await walk.press(admin, 'Save', section('Require Log In with Vestibule'));
      // The hub reads accounts in its own time, and what it changes meanwhile makes the page an old one.
      return (await admin.getByText('people_shut_out').count()) > 0;
    });

    /** A member's page in the console of the first master, and an action of its last section. */
    async function member(name) {
      await master.goto(`${hub}/console/members?q=${encodeURIComponent(name)}`);
      await master.getByRole('link', { name }).click();
    }
    async function leave(name, action) {
      await member(name);
      await walk.press(master, action);
      await walk.confirm(master, FIRST);
      await Promise.all([master.waitForEvent('load'), master.locator('form[action="/console/members/bulk/run"] button').first().click()]);
      await walk.confirm(master, FIRST);
    }

    test('S4-07, S4-09, S4-12: Security Settings are for security admins', async () => {
      const other = await atPortal('tech', SETTINGS);
      await walk.sees(other, 'not_security_admin');
      await walk.look(other, '01-no-security-admin');
      admin = await atPortal('owner');
      await admin.getByText('Admin', { exact: true }).click();
      await admin.getByRole('link', { name: 'Security Settings' }).click();
    });

    test('S4-13, S4-39, S4-51, S4-60: Single Sign-on with the name of the hub, and nothing else before it is enabled', async () => {
      await walk.sees(admin, 'Single Sign-on (SSO)', 'Not enabled');
      assert.equal(await section('Single Sign-on (SSO)').locator('.hub svg').count(), 1);
      for (const other of ['Require Log In', 'Automatic User Creation', 'Automatic User Deactivation']) {
        assert.equal(await section(other).count(), 0, other);
      }
      await walk.look(admin, '02-before');
    });

    test('S4-02, S4-08: without the permissions of a master at the hub nothing is enabled', async () => {
      await walk.press(admin, 'Enable Login with Vestibule');
      await walk.prove(admin, TECHNICIAN);
      await walk.refused(admin, 'link_needs_master', 'Only a master of the hub can link a module.', 'Sign in to the hub with a master account');
      await walk.look(admin, '03-no-master');
    });

    test('S4-14 to S4-19: username and company, password, six digits: Unified Login is enabled', async () => {
      const steps = [];
      await walk.press(admin, 'Enable Login with Vestibule');
      await walk.prove(admin, OWNER, { by: 'username', seen: async (step) => { steps.push(step); await walk.look(admin, `04-hub-${step}`); } });
      assert.deepEqual(steps, ['identifier', 'company', 'password', 'code']);
      await walk.sees(admin, 'Unified Login for Partner Portal is now enabled.', 'Log In enabled');
      await walk.look(admin, '05-enabled');
      // She is signed in to the hub as well.
      await admin.goto(`${hub}/modules`);
      assert.match(await heading(admin), /My Modules/);
    });

    test('S4-06: the four features are on one page, and all but Log In are off', async () => {
      await settings();
      for (const name of ['Require Log In with Vestibule', 'Enable Automatic User Creation', 'Enable Automatic User Deactivation']) {
        assert.equal(await toggle(name).isChecked(), false, name);
      }
      assert.equal(await admin.getByText('User Exceptions').count(), 0, 'S4-42');
    });

    test('S4-05, S4-10, S4-22: whoever has an account in both logs in with the hub at once, by address or by username', async () => {
      const tech = await throughHub(TECHNICIAN);
      await walk.sees(tech, 'Welcome, Demo Technician');
      const books = await throughHub(BOOKKEEPER);
      await walk.sees(books, 'Welcome, Demo Bookkeeper');
    });

    test('S4-11: whose address and username no account has does not get in, and nobody is guessed', async () => {
      const ghost = await throughHub('ghost@example.com');
      await walk.refused(ghost, 'no_account', 'This module has no account with your email address or username.', 'Automatic User Creation');
      await walk.look(ghost, '06-no-account');
      const twin = await throughHub('twin@example.com');
      await walk.refused(twin, 'match_ambiguous', 'More than one account of this module fits', 'An administrator of the module gives each account an address');
      await walk.look(twin, '07-ambiguous');
    });

    test('S4-03, S4-23 to S4-26, S4-31: My Modules and the App Launcher', async () => {
      const tech = await walk.atHub(TECHNICIAN);
      await walk.sees(tech, 'My Modules', 'Partner Portal');
      await walk.look(tech, '08-my-modules');
      await tech.getByRole('link', { name: /Partner Portal/ }).click();
      await walk.sees(tech, 'Welcome, Demo Technician');
      await tech.locator('summary[aria-label="App Launcher"]').click();
      await tech.getByRole('heading', { name: 'My Modules' }).waitFor();
      await walk.sees(tech, 'Service Desk');
      await walk.look(tech, '09-launcher');
      await tech.getByRole('link', { name: 'Vestibule', exact: true }).click();
      assert.ok(tech.url().startsWith(hub), tech.url());
      // Signed in to the hub, the button of the portal asks nothing more.
      const again = await tech.context().newPage();
      await again.goto(`${portal.url}/login`);
      await walk.sees(again, 'Welcome, Demo Technician');
    });

    test('S4-27, S4-28, S4-29: with accounts at two linked tenants she chooses which to open', async () => {
      reseller = await atPortal('reseller', SETTINGS);
      await walk.press(reseller, 'Enable Login with Vestibule');
      await walk.prove(reseller, SECOND);
      await walk.sees(reseller, 'Unified Login for Partner Portal is now enabled.');
      const consultant = await throughHub(CONSULTANT);
      await walk.until(consultant, `${portal.url}/login`, async () => (await consultant.locator('nav.choices a').count()) === 2);
      await walk.look(consultant, '10-choose');
      await consultant.getByRole('link', { name: 'Example Reseller' }).click();
      await walk.sees(consultant, 'Welcome, Demo Consultant', 'Example Reseller');
    });

    test('S4-20, S4-21, S4-30, S4-32: the phone is asked by default, and a code is beside it', async () => {
      const screen = await walk.atHub(BOOKKEEPER, '/settings/security');
      await screen.goto(`${hub}/settings/security`);
      await Promise.all([screen.waitForEvent('load'), screen.locator('form[action="/settings/phones/add"] button').click()]);
      const code = (await screen.locator('#code').textContent()).trim();
      const pocket = await person(walk.browser, { width: PHONE });
      const phone = await pocket.newPage();
      await phone.goto(`${hub}/companion`);
      await phone.locator('#code').fill(code);
      await phone.locator('form[data-act="register"] button').click();
      await screen.locator('#number').waitFor();
      await phone.locator('#first-number').fill((await screen.locator('#number').textContent()).trim());
      await phone.locator('form[data-act="first"] button').click();
      await screen.waitForURL('**/settings/security?done=phone-added');
      const page = await throughHub(BOOKKEEPER);
      assert.match(await heading(page), /Answer on your phone/);
      await walk.look(page, '11-phone');
      await phone.locator('[data-part="question"]').waitFor();
      await phone.locator('#number').fill((await page.locator('#number').textContent()).trim());
      await phone.locator('form[data-act="yes"] button').click();
      await walk.sees(page, 'Welcome, Demo Bookkeeper');
      const other = await throughHub(BOOKKEEPER);
      await walk.press(other, 'Use a code instead');
      assert.equal(await stepOf(other), 'code', await heading(other));
      await walk.look(other, '12-code-instead');
      await answer(other, 'code', await walk.people[BOOKKEEPER].phone.next());
      await walk.sees(other, 'Welcome, Demo Bookkeeper');
      await pocket.close();
    });

    test('S4-40, S4-48: before Require is on, the admin sees whom it would shut out and why', async () => {
      await wishRequire();
      await walk.sees(admin, 'could not log in any more', 'Reception Desk', 'Nothing was changed yet.');
      await walk.look(admin, '13-shut-out');
      await admin.getByRole('button', { name: 'Add exception for Reception Desk' }).click();
      await walk.sees(admin, 'people_shut_out');
      await walk.press(admin, 'Turn on Require all the same');
      await walk.sees(admin, 'Logging in with Vestibule is now required.', 'User Exceptions');
      await walk.look(admin, '14-required');
    });

    test('S4-35 to S4-38: security admins, primary users and addresses at several tenants are exempt, and nobody takes that away', async () => {
      for (const [name, reason] of [
        ['Demo Owner', 'Security Admins are always exempt'], ['Demo Founder', 'Primary users are always exempt'],
        ['Demo Consultant', 'Accounts using one email address for multiple Resellers or MSPs are always exempt'],
      ]) {
        const row = rowOf(name);
        await row.getByText('Exempt', { exact: true }).waitFor();
        await row.getByText(reason).waitFor();
        assert.equal(await row.getByRole('button').count(), 0, `${name} has no button`);
      }
      for (const login of ['owner', 'founder', 'consultant']) {
        const page = await atPortal(login, '/');
        // Her password opens an account at each tenant, so she is asked which.
        if (login === 'consultant') await logInLocally(page, portal.url, login, portal.password), await walk.sees(page, 'Choose which account to open');
        else await walk.sees(page, 'Welcome');
      }
    });

    test('S4-34, S4-42 to S4-46: the plus makes a Yes, the dustbin a No', async () => {
      await settings();
      const row = rowOf('Demo Technician');
      await row.getByText('No', { exact: true }).waitFor();
      await walk.press(admin, 'Add exception for Demo Technician');
      await walk.sees(admin, 'The exception was added.');
      await rowOf('Demo Technician').getByText('Yes', { exact: true }).waitFor();
      await walk.look(admin, '15-exception');
      await walk.sees(await atPortal('tech'), 'Welcome, Demo Technician');
      await walk.press(admin, 'Delete exception of Demo Technician');
      await walk.sees(admin, 'The exception was removed.');
      await rowOf('Demo Technician').getByText('No', { exact: true }).waitFor();
      await walk.sees(await atPortal('reception'), 'Welcome, Reception Desk');
    });

    test('S4-33, S4-47: whoever is not exempt is sent from her password to the button of the hub', async () => {
      const page = await walk.newPage();
      await logInLocally(page, portal.url, 'tech', portal.password);
      await walk.refused(page, 'unified_login_required', 'You log in with your hub account here.', 'Use the button of the hub on this page');
      await walk.look(page, '16-required');
      await page.getByRole('link', { name: 'Log In with Vestibule' }).click();
      await walk.prove(page, TECHNICIAN);
      await walk.sees(page, 'Welcome, Demo Technician');
    });

    test('S4-41: off again, both ways are open', async () => {
      await settings();
      await toggle('Require Log In with Vestibule').uncheck();
      await walk.press(admin, 'Save', section('Require Log In with Vestibule'));
      await walk.sees(admin, 'Both ways to log in are open again');
      await walk.sees(await atPortal('tech'), 'Welcome, Demo Technician');
    });

    test('S4-52 to S4-56: creation needs a default role, and asks twice before it gives a high one', async () => {
      await settings();
      const creation = section('Automatic User Creation');
      await toggle('Enable Automatic User Creation').check();
      await walk.press(admin, 'Save', creation);
      await walk.refused(admin, 'default_role_missing', 'Automatic User Creation needs a default role.', 'Choose a role with a low level of access.');
      await walk.look(admin, '17-no-role');
      await settings();
      await toggle('Enable Automatic User Creation').check();
      const role = admin.getByLabel('Select default role for JIT implementation');
      assert.ok(!(await role.locator('option').allTextContents()).some((text) => text.includes('Security Admin')));
      await role.selectOption('admin');
      await walk.press(admin, 'Save', creation);
      await walk.sees(admin, 'Give a high role to everybody?', 'select a lower level of access');
      await walk.look(admin, '18-high-role');
      await admin.getByRole('link', { name: 'Cancel' }).click();
      await toggle('Enable Automatic User Creation').check();
      await admin.getByLabel('Select default role for JIT implementation').selectOption('read-only');
      await walk.press(admin, 'Save', creation);
      await walk.sees(admin, 'Automatic User Creation was saved.');
      // S4-65.
      assert.equal(await toggle('Enable Automatic User Deactivation').isChecked(), false);
    });

    test('S4-01, S4-49, S4-50, S4-57, S4-58: a grant makes the account, with the default role, and roles that are there stay', async () => {
      master = await walk.atHub(FIRST);
      await member('Nova Novice');
      await walk.press(master, 'Grant', master.locator('tr', { hasText: 'Partner Portal' }));
      await walk.confirm(master, FIRST);
      await walk.until(admin, `${portal.url}/people`, async () => (await admin.getByText('novice@example.com').count()) === 1
        && (await admin.getByText('ghost@example.com').count()) === 1);
      await walk.look(admin, '19-people');
      await rowOf('novice@example.com').getByText('Read Only').waitFor();
      await rowOf('technician@example.com').getByText('Tech', { exact: true }).waitFor();
      const page = await throughHub('novice@example.com');
      await walk.sees(page, 'Welcome, Nova Novice');
      novice = page;
    });

    test('S4-59 to S4-64: whoever is deactivated or deleted at the hub loses account and session at the portal', async () => {
      for (const page of [admin, reseller]) {
        await page.goto(`${portal.url}${SETTINGS}`);
        await toggle('Enable Automatic User Deactivation', page).check();
        await walk.press(page, 'Save', page.getByRole('region', { name: 'Automatic User Deactivation' }));
        await walk.sees(page, 'Automatic User Deactivation was saved.');
      }
      await leave('Nova Novice', 'Deactivate…');
      await walk.until(novice, portal.url, () => new URL(novice.url()).pathname === '/local-login');
      await leave('Gina Ghost', 'Delete…');
      await walk.until(admin, `${portal.url}/people`, async () => (await admin.getByText('Deactivated by the hub').count()) >= 2);
      await walk.look(admin, '20-gone');
    });

    test('S4-66: a deactivated person comes back by no exception and no exemption', async () => {
      await wishRequire();
      await walk.press(admin, 'Turn on Require all the same');
      await walk.press(admin, 'Add exception for Demo Technician');
      await walk.sees(admin, 'The exception was added.');
      for (const [name, login] of [['Demo Technician', 'tech'], ['Demo Consultant', 'consultant']]) {
        await leave(name, 'Deactivate…');
        const page = await walk.newPage();
        await walk.until(page, portal.url, async () => {
          await page.context().clearCookies();
          await logInLocally(page, portal.url, login, portal.password);
          return (await page.getByText('hub_account_deactivated').count()) > 0;
        });
        await walk.refused(page, 'hub_account_deactivated', 'Your account at the hub was deactivated.', 'Ask a master of your company to reactivate it.');
        await walk.look(page, `21-${login}`);
      }
    });

    test('offboarding from the page of a member, with a report that says what is known', async () => {
      await walk.sees(await throughHub('lea@example.com'), 'Welcome, Lea Leaving');
      await member('Lea Leaving');
      await master.getByRole('link', { name: 'Offboard…' }).click();
      await walk.sees(master, 'What ends', 'Partner Portal');
      await walk.look(master, '22-offboard');
      await master.getByLabel('Reason').fill('She found another house.');
      await walk.press(master, 'Offboard');
      await walk.confirm(master, FIRST);
      const report = master.url();
      await walk.until(master, report, async () => (await master.getByText('On its way').count()) === 0);
      await walk.sees(master, 'Something is left', 'She found another house.', 'Read at the module to be inactive or gone', 'By hand');
      await walk.look(master, '23-report');
    });

    test('S4-04: insights of the portal stand in the hub', async () => {
      await master.goto(`${hub}/console/insights`);
      await walk.sees(master, 'Partner Portal', 'Example Reseller', 'Second factor');
      await walk.look(master, '24-insights');
    });

    test('S4-39, X-12: in the console of the hub, the other switches need Log In as well', async () => {
      await master.goto(`${hub}/console/modules`);
      await master.getByRole('link', { name: 'Partner Portal' }).click();
      await master.getByRole('link', { name: 'Unified Login' }).click();
      await master.getByRole('navigation', { name: 'Tenants' }).getByRole('link', { name: 'Example Reseller' }).click();
      await walk.look(master, '25-console-policy');
      await master.locator('#unified_login').uncheck();
      await walk.press(master, 'Save');
      await walk.confirm(master, FIRST);
      await walk.refused(master, 'also_turned_off', 'Turning Log In off also turns off: Automatic User Deactivation.', 'Confirm that all of them go off.');
      await walk.look(master, '26-console-also-off');
      await Promise.all([master.waitForEvent('load'), master.locator('button.danger[value="save"]').click()]);
      await walk.confirm(master, FIRST);
      await master.locator('#require_unified_login').check();
      await walk.press(master, 'Save');
      await walk.confirm(master, FIRST);
      await walk.refused(master, 'log_in_not_enabled', 'Require Log In needs Log In to be enabled first.', 'Enable Log In, then turn this on.');
      await walk.look(master, '27-console-log-in-first');
    });

    test('X-12: turning Log In off says what goes with it, and takes it', async () => {
      const open = await walk.newPage();
      await logInLocally(open, portal.url, 'owner', portal.password);
      await open.goto(`${portal.url}${SETTINGS}`);
      await settings();
      await walk.press(admin, 'Disable Login with Vestibule');
      await walk.sees(admin, 'Turn off logging in with Vestibule?', 'These are turned off with it:');
      for (const name of ['Require Log In', 'Automatic User Creation', 'Automatic User Deactivation']) {
        await admin.getByRole('listitem').filter({ hasText: name }).waitFor();
      }
      await walk.look(admin, '28-turn-off');
      await walk.press(admin, 'Turn off');
      await walk.sees(admin, 'Unified Login for Partner Portal is now disabled.');
      await walk.look(admin, '29-disabled');
      // S4-39: a page that was open before can require nothing any more.
      await toggle('Require Log In with Vestibule', open).uncheck();
      await walk.press(open, 'Save', open.getByRole('region', { name: 'Require Log In with Vestibule' }));
      await walk.refused(open, 'not_linked', 'This tenant is not linked to the hub any more.', 'Enable Log In first.');
      await walk.look(open, '30-not-linked');
      await walk.sees(await atPortal('reception'), 'Welcome, Reception Desk');
    });

    test('the guided page of the demo lists it all, and every link answers', async () => {
      const page = await walk.newPage();
      await page.goto(`${walk.demo.desk}/scenarios`);
      await walk.look(page, '31-scenarios');
      const links = await page.locator('.scenarios a').evaluateAll((all) => all.map((a) => a.href));
      assert.ok(links.length > 15, `${links.length}`);
      for (const link of links) assert.equal((await page.goto(link)).status(), 200, link);
    });
  });
}

// The whole of the document on linking a PSA with the hub, step by step and in its order, between hub and Service Desk:
// each person links her own account, one tenant at a time. Titles carry the numbers of the requirements.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { vestibule } from './bench/demo.mjs';
import { ENGINES } from './bench/engines.mjs';
import { logInLocally } from './bench/module.mjs';
import { answers, freePorts, start } from './bench/program.mjs';
import { heading, signOut, stepOf } from './bench/signin.mjs';
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
      await walk.press(hers, /./, hers.locator('main form'));
      console.log(await walk.said(hers), await stepOf(hers));
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
      await walk.look(master, '11-module-urls');
      await master.getByRole('link', { name: 'Service Desk' }).click();
      await master.getByRole('link', { name: 'Settings', exact: true }).click();
      await master.locator('[name="launch_url"]').fill(`${desk.url.replace('//', '//uk.')}/login`);
      await walk.press(master, 'Save');
      await walk.confirm(master, 'first@example.com');
      console.log(await walk.said(master));
      await walk.look(master, '12-other-region');
    });

    test('S2-20: and for each person, under her settings', async () => {
      tech = await walk.atHub(TECHNICIAN);
      await tech.locator('details.menu > summary').click();
      await tech.getByRole('link', { name: 'My Settings' }).click();
      console.log(await walk.said(tech));
      await tech.goto(`${hub}/settings/module-urls`);
      console.log(await walk.said(tech));
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

    test('S2-45', async () => {
      const c = await walk.newPage();
      await c.goto(`${desk.url}/client-portal`);
      await walk.sees(c, 'accounts cannot be used here');
      await walk.look(c, '30-client-portal');
      await c.goto(`${desk.url}/local-login`);
      await c.getByRole('link', { name: 'Log in with Vestibule' }).click();
      await walk.prove(c, 'office@client.example.net');
      console.log(await walk.said(c));
    });

  });
}

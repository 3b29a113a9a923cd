// What the document on single sign-on for clients says of a contact: the causes for which she does not get in, told apart,
// and her record with its buttons. Titles carry the numbers of the requirements.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { ENGINES } from './bench/engines.mjs';
import { connect, emails, importCompanies, lookNow, psaOf, settled } from './bench/psa.mjs';
import { startWalk } from './bench/walk.mjs';

const FIRST = 'first@example.com', DEMO = 'demo@example.com', MEMBER = 'technician@example.com';
const LATER = 'later@client.example.net', HIDDEN = 'hidden@client.example.net', STRAY = 'stray@client.example.net';
const NO_PROFILE = 'Give the contact a profile such as Admin.';

for (const engine of ENGINES) {
  describe(`seed zero on ${engine.name}`, { timeout: 900_000, skip: engine.skip }, () => {
    let walk, hub, psa, master, connection, company, vendor, other, noEmail;

    before(async () => {
      walk = await startWalk(engine, 'seed-zero');
      ({ demo: { hub } } = walk);
      psa = psaOf(walk.demo);
      walk.cast([{ name: 'Master first', email: FIRST, username: 'first', role: 'master' }]);
      const companies = (await psa.list('company/companies')).filter((one) => !one.deletedFlag && one.status.name === 'Active');
      const only = (type) => companies.find((one) => one.types.length === 1 && one.types[0].name === type);
      company = companies.find((one) => one.name === 'Demo Company');
      [vendor, other] = [only('Vendor'), only('Client')];
      assert.ok(company && vendor && other);
      const person = (firstName, at, ...addresses) => psa.edit({
        act: 'create', kind: 'contacts', fields: { firstName, lastName: 'Example', company: { id: at.id }, communicationItems: emails(...addresses) },
      });
      noEmail = await person('Noemail', company);
      await person('Clash', company, MEMBER);
      const paying = await person('Hidden', vendor, HIDDEN);
      await psa.edit({ act: 'update', kind: 'contacts', id: paying, fields: { defaultBillingFlag: true } });
      await person('Stray', other, STRAY);
      master = await walk.atHub(FIRST);
      connection = await connect(master, hub, psa);
      await settled(master, connection);
    });
    after(() => walk?.stop());

    const card = (name) => master.getByRole('region', { name, exact: true });
    const rowOf = (name) => master.locator('tr', { hasText: name });
    const badge = () => master.locator('.head .badge').innerText();

    /** Asks the page of readiness about an address, and what it says is the cause. */
    async function ask(email) {
      await master.goto(`${hub}/console/contacts/readiness`);
      await master.getByLabel('Email address that she signs in with').fill(email);
      await walk.press(master, 'Say why');
      return master.getByRole('status').first().innerText();
    }
    async function causeOf(email, title, remedy, code) {
      const said = await ask(email);
      for (const text of [`Does not get in: ${title}`, remedy, code]) assert.ok(said.includes(text), `${email}: ${said}`);
    }
    async function record(name) {
      await master.goto(`${hub}/console/contacts?q=${encodeURIComponent(name)}`);
      await Promise.all([master.waitForEvent('load'), master.getByRole('link', { name }).first().click()]);
    }
    const choose = (profile, page = master) => page.getByLabel('Profile', { exact: true }).selectOption({ label: profile });
    const chosen = (page = master) => page.getByLabel('Profile', { exact: true }).locator('option:checked').innerText();

    test('S0-50: before anything is mapped nobody is here, and the page says where they come from', async () => {
      await master.goto(`${hub}/console/contacts`);
      await walk.sees(master, 'No contacts yet', 'Contacts come from the PSA, with the companies that you map.');
      await walk.look(master, '01-no-contacts');
      await causeOf(DEMO, 'Not synchronised', 'Map or import the company Demo Company of the PSA.', 'contact_not_synced');
      await walk.sees(master, 'In the PSA, no contact here');
      await walk.look(master, '02-not-mapped');
    });

    test('S0-46: a contact comes with the mapping of her company, without access', async () => {
      await importCompanies(master, connection, ['Demo Company', vendor.name]);
      await lookNow(master, connection);
      await master.goto(`${hub}/console/contacts?q=demo`);
      const row = rowOf('Demo Contact').first();
      await row.waitFor();
      assert.match(await row.innerText(), /Demo Company[\s\S]*Default bill-to[\s\S]*\(Revoke Access\)[\s\S]*Revoke Access/);
      await walk.look(master, '03-contacts');
    });

    test('S0-41, S0-50, S0-52: first cause, an address that nobody has', async () => {
      await causeOf('nobody@client.example.net', 'No contact', 'Add the address to a contact in the PSA. It comes with the next synchronisation.', 'contact_missing');
      await walk.look(master, '04-nobody');
    });

    test('S0-42, S0-52: second cause, a contact without an address in the PSA; it is mended there', async () => {
      await record('Noemail Example');
      await walk.sees(master, 'No email in the PSA', 'Enter an email address of the contact in the PSA, as her default one.', 'The PSA has none.');
      assert.equal(await badge(), 'Does not get in');
      await walk.look(master, '05-no-email');
      await psa.edit({ act: 'update', kind: 'contacts', id: noEmail, fields: { communicationItems: emails(LATER) } });
      await lookNow(master, connection);
      await causeOf(LATER, 'Revoke Access', NO_PROFILE, 'contact_revoked');
    });

    test('S0-43, S0-18, S0-52: third cause, a company that is not mapped or is hidden', async () => {
      await causeOf(STRAY, 'Not synchronised', `Map or import the company ${other.name} of the PSA.`, 'contact_not_synced');
      await causeOf(HIDDEN, 'Revoke Access', NO_PROFILE, 'contact_revoked');
      await master.goto(`${connection}/filter`);
      await master.getByRole('group', { name: 'Hide Companies With Types' }).getByRole('checkbox', { name: 'Vendor' }).check();
      await walk.press(master, 'Update');
      await lookNow(master, connection);
      await causeOf(HIDDEN, 'Not synchronised', `The company ${vendor.name} is hidden by its type Vendor: change that in the PSA, or the filter of the connection.`, 'contact_not_synced');
      await walk.look(master, '06-hidden');
    });

    test('S0-44, S0-52: fourth cause, the address belongs to an internal user', async () => {
      await record('Clash Example');
      await walk.sees(master, 'Address of a member', 'Give the contact another address in the PSA, or delete the member');
      await walk.look(master, '07-clash');
      await causeOf(MEMBER, 'Address of a member', 'one address is either', 'contact_is_member');
    });

    test('S0-45, S0-52: fifth cause, Revoke Access; the list counts each cause apart', async () => {
      await causeOf(DEMO, 'Revoke Access', NO_PROFILE, 'contact_revoked');
      await walk.look(master, '08-revoked');
      for (const [title, name] of [['Address of a member', 'Clash Example'], ['Not synchronised', 'Hidden Example'], ['Revoke Access', 'Demo Contact']]) {
        await master.goto(`${hub}/console/contacts/readiness`);
        await Promise.all([master.waitForEvent('load'), master.locator('.tiles').getByRole('link', { name: title }).click()]);
        await rowOf(name).first().waitFor();
      }
    });

    test('S0-53 to S0-58, S0-62: her record; Undo Changes discards what was not saved', async () => {
      await record('Demo Contact');
      await walk.sees(master, 'Related Company 1', 'Demo Company', 'First contact', 'Default bill-to');
      const email = master.getByLabel('Email Address 1 *', { exact: true });
      assert.equal(await email.inputValue(), DEMO);
      assert.ok(!(await email.isEditable()), 'the PSA is the record of addresses');
      assert.equal(await chosen(), '(Revoke Access)');
      await walk.look(master, '09-record');
      await choose('Admin');
      await master.getByRole('button', { name: 'Undo Changes' }).click();
      assert.equal(await chosen(), '(Revoke Access)');
      await master.reload();
      assert.equal(await badge(), 'Does not get in');
    });

    test('S0-59, S0-60: while she does not get in there is no mail and nothing to reset, and it says why', async () => {
      await walk.press(master, 'Email');
      await walk.sees(master, `She would not get in: revoke access. ${NO_PROFILE}`);
      await walk.look(master, '10-no-mail');
      await walk.press(master, 'Reset Two Factor');
      await walk.confirm(master, FIRST);
      await walk.sees(master, 'She has never signed in here, so there is no second factor to reset. Send her the access mail');
      await walk.look(master, '11-nothing-to-reset');
      assert.deepEqual(await walk.demo.mails(DEMO), []);
    });

    test('S0-47, S0-63: the profile Admin lets her in', async () => {
      await record('Demo Contact');
      await choose('Admin');
      await walk.press(master, 'Save');
      await walk.confirm(master, FIRST);
      await walk.sees(master, 'Saved.');
      assert.equal(await badge(), 'Gets in');
      assert.equal(await chosen(), 'Admin');
      await walk.look(master, '12-gets-in');
      assert.match(await ask(DEMO), /Gets in\./);
    });

    test('S0-59: Email brings her what she may do and the way in, once in ten minutes', async () => {
      await record('Demo Contact');
      await walk.press(master, 'Email');
      await walk.sees(master, 'The mail is on its way.');
      const mail = await walk.demo.mail(DEMO);
      assert.equal(mail.subject, 'Example MSP gives you access');
      for (const text of ['see invoices', DEMO]) assert.ok(mail.text.includes(text), mail.text);
      const page = await walk.newPage();
      await page.goto(await walk.demo.linkFor(DEMO));
      await walk.look(page, '13-her-link');
      await walk.press(master, 'Email');
      await walk.sees(master, 'A mail went to her in the last ten minutes. Wait until it has arrived');
      await walk.look(master, '14-mailed-just-now');
      assert.equal((await walk.demo.mails(DEMO)).length, 1);
    });

    test('a page that is older than the record saves nothing, and says what she has now', async () => {
      await record('Demo Contact');
      const stale = await master.context().newPage();
      await stale.goto(master.url());
      await choose('(Revoke Access)');
      await walk.press(master, 'Save');
      await walk.sees(master, 'Saved.');
      await choose('Admin', stale);
      await walk.press(stale, 'Save');
      await walk.sees(stale, 'Somebody else has changed this contact since you opened the page.', 'She has (Revoke Access) now.');
      assert.equal(await chosen(stale), 'Admin', 'what was chosen is still there');
      await walk.look(stale, '15-stale');
      await Promise.all([stale.waitForEvent('load'), stale.getByRole('link', { name: 'Undo Changes' }).click()]);
      assert.equal(await chosen(stale), '(Revoke Access)');
      // The last change can be taken back where it is shown.
      await walk.press(stale, 'Give it back', stale.getByRole('region', { name: 'Last change' }));
      await walk.sees(stale, 'She has again what she had before.');
      assert.equal(await chosen(stale), 'Admin');
      await choose('(Revoke Access)', stale);
      await walk.press(stale, 'Save');
      await walk.sees(stale, 'Saved.');
      await stale.close();
    });

    test('S0-48, S0-49: one profile for all default Bill To contacts, after a preview by name, and back', async () => {
      await master.goto(`${hub}/console/contacts`);
      await Promise.all([master.waitForEvent('load'), master.getByRole('link', { name: 'A profile for many' }).click()]);
      await master.getByLabel('Whom', { exact: true }).selectOption({ label: 'All default bill-to contacts' });
      await choose('Admin');
      await walk.look(master, '16-whom');
      await walk.press(master, 'Preview');
      await walk.sees(master, 'Nothing has changed yet.', 'Demo Contact');
      assert.match(await rowOf('Demo Contact').first().innerText(), /Gets Admin/);
      // Who gets the invoices of the hidden company could not get in anyhow.
      await walk.sees(master, '1 left out: Not synchronised');
      await walk.look(master, '17-preview');
      await walk.press(master, 'Give them Admin');
      await walk.confirm(master, FIRST);
      await walk.sees(master, 'One contact got Admin. One contact was left out and stayed as it was.');
      await walk.look(master, '18-done');
      await record('Demo Contact');
      assert.equal(await badge(), 'Gets in');
      await master.goto(`${hub}/console/contacts/bulk`);
      await walk.press(master, 'Undo', card('Done lately'));
      await walk.confirm(master, FIRST);
      await walk.sees(master, 'what it had.');
      await record('Demo Contact');
      assert.equal(await chosen(), '(Revoke Access)');
    });

    test('profiles are a list with what each allows and how many have it', async () => {
      await master.goto(`${hub}/console/profiles`);
      await walk.sees(master, '(Revoke Access)', 'Admin', 'See invoices');
      await walk.look(master, '19-profiles');
    });
  });
}

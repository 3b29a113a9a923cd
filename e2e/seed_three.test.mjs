// The set-up part of the document on the scanner's integration with ConnectWise, step by step and in its order: network
// access, credentials, the role of the API member. Company mapping follows in `seed_three_mapping`. Titles carry the numbers
// of the requirements.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Authenticator } from './bench/authenticator.mjs';
import { vestibule } from './bench/demo.mjs';
import { ENGINES } from './bench/engines.mjs';
import { answers, freePorts, scratchFolder, start } from './bench/program.mjs';
import { connect, credentials, psaOf, settled, type } from './bench/psa.mjs';
import { signIn } from './bench/signin.mjs';
import { startWalk } from './bench/walk.mjs';

const FIRST = 'first@example.com';
const CREATE_API_MEMBER = 'https://docs.connectwise.com/ConnectWise_Documentation/090/040/010/040/030#Create_an_API_Member';
const HOST_REMEDY = "Enter the host that you sign in at, such as na.myconnectwise.net, or your own server's name.";
const KEY_REMEDY = "Copy the key again from the API member's tab API Keys; a private key is shown only once.";

for (const engine of ENGINES) {
  describe(`seed three on ${engine.name}`, { timeout: 900_000, skip: engine.skip }, () => {
    let walk, hub, psa, master, connection, clients;

    before(async () => {
      walk = await startWalk(engine, 'seed-three');
      ({ demo: { hub } } = walk);
      psa = psaOf(walk.demo);
      walk.cast([{ name: 'Master first', email: FIRST, username: 'first', role: 'master' }]);
      ({ clients } = await psa.clients());
    });
    after(() => walk?.stop());

    const card = (name) => master.getByRole('region', { name, exact: true });
    const rowOf = (name) => master.locator('tr', { hasText: name });
    const tab = (name) => Promise.all([
      master.waitForEvent('load'),
      master.getByRole('navigation', { name: 'Pages of the connection' }).getByRole('link', { name, exact: true }).click(),
    ]);
    /** Sends the form although the browser itself would hold it back. */
    async function sendAnyhow(words) {
      await master.locator('#main form').evaluateAll((all) => all.forEach((form) => { form.noValidate = true; }));
      await walk.press(master, words);
    }
    /** No key stands anywhere in what the browser got. */
    async function holdsNoKey(where, role = 'Integration') {
      const html = await master.content();
      for (const key of [psa.keys(role).private_key, psa.keys(role).public_key]) assert.ok(!html.includes(key), `a key in ${where}`);
    }
    const find = async (name) => {
      await master.getByRole('searchbox', { name: 'Find a company of the PSA' }).fill(name);
      await walk.press(master, 'Find');
    };
    const tickCompany = (name) => master.getByRole('checkbox', { name: `Select ${name}`, exact: true }).check();

    test('S3-17, S3-19: integrations stand in the console above the companies, with the next step', async () => {
      master = await walk.atHub(FIRST);
      await master.goto(`${hub}/console/companies`);
      await walk.look(master, '01-companies');
      await Promise.all([master.waitForEvent('load'), master.getByRole('navigation').getByRole('link', { name: 'PSA connections' }).first().click()]);
      await walk.sees(master, 'No PSA is connected yet');
      await walk.look(master, '02-no-connection');
      await master.locator('#main').getByRole('link', { name: 'Connect a PSA' }).first().click();
      await walk.look(master, '03-which-psa');
      await master.getByRole('link', { name: /^.*ConnectWise Manage/ }).click();
    });

    test('S3-31, S3-32, S3-33, S3-43: the steps to a role of its own come before the keys', async () => {
      await master.getByRole('link', { name: 'the steps, and what the role needs' }).click();
      await walk.sees(master, 'The least privilege', 'System > Security Roles, make a role of its own', 'Do not use an admin role.', 'Delete is asked for nowhere');
      // S3-34 to S3-42, as the document lists them.
      for (const [of, deeds] of [
        ['Companies / Company Maintenance', 'Inquire'], ['Companies / Configurations', 'Add, Edit, Inquire'],
        ['Finance / BrightGauge', 'Inquire'], ['Service Desk / Service Tickets', 'Add, Edit, Inquire'],
        ['Service Desk / Close Service Tickets', 'Add, Edit, Inquire'], ['System / API Reports', 'Inquire'],
        ['System / Member Maintenance', 'Inquire'], ['System / My Company', 'Inquire'],
      ]) assert.equal(await rowOf(of).first().locator('td').nth(1).innerText(), deeds, of);
      const setUp = rowOf('System / Table Setup');
      assert.equal(await setUp.first().locator('td').nth(1).innerText(), 'Add, Inquire');
      for (const name of ['Configuration', 'Company Status', 'Company Type', 'Priority', 'Service Board', 'Source']) {
        assert.ok((await setUp.first().innerText()).includes(name), name);
      }
      await walk.look(master, '04-least-privilege');
      await master.locator('#main').getByRole('link', { name: 'Connect ConnectWise' }).click();
    });

    test('S3-20 to S3-26, S3-30: the fields of the document, the required ones marked so', async () => {
      const needed = { Name: true, 'Base URL': true, Company: true, 'Public Key': true, 'Private Key': true, 'Client ID (optional)': false };
      for (const [label, must] of Object.entries(needed)) {
        const field = master.getByLabel(label, { exact: true });
        assert.equal(await field.evaluate((one) => one.validity.valueMissing), must, label);
      }
      assert.equal(await master.getByRole('link', { name: /Create an API Member/ }).getAttribute('href'), CREATE_API_MEMBER);
      await walk.look(master, '05-credentials');
    });

    test('S3-20, S3-23: each field that cannot be taken says so beside itself, with its remedy, and what was typed stays', async () => {
      for (const [field, value, sentence, remedy] of [
        ['host', '', 'The base URL is missing.', HOST_REMEDY],
        ['host', 'na myconnectwise.net', 'The base URL is not the name of a host.', HOST_REMEDY],
        ['host', 'http://cw.example.com', 'The base URL begins with http://, and ConnectWise takes no such calls.', 'Enter the host alone, or with https:// before it.'],
        ['host', 'https://cw.example.com/psa', "The base URL holds a path that is none of ConnectWise's.", HOST_REMEDY],
        ['host', 'https://me@cw.example.com', 'The base URL holds a name or a password.', 'Enter the host alone; the keys have fields of their own.'],
        ['host', 'www.connectwise.com', 'This is a web site of ConnectWise, not your ConnectWise PSA.', HOST_REMEDY],
        ['host', 'myconnectwise.net', 'The base URL does not say in which region your ConnectWise is.', 'Enter the host that you sign in at, such as na.myconnectwise.net, eu. or au.'],
        ['host', 'na.myconnectwise.net:8443', "ConnectWise's cloud is not reached through a port of its own.", 'Leave out the colon and the number.'],
        ['name', ' ', 'The name is missing or has signs that cannot be shown.', 'Give it a name of at most 120 characters, such as training.'],
        ['company', 'a b', 'The company is missing or has signs that no company has.', 'Enter the company as you type it when you sign in to ConnectWise.'],
        ['public_key', '', 'The public key is missing or not whole.', KEY_REMEDY],
        ['private_key', 'short', 'The private key is missing or not whole.', KEY_REMEDY],
        ['client_id', '0123', 'The client id is not a GUID.', "Paste the client id as ConnectWise's developer site shows it, 36 signs with four dashes."],
      ]) {
        await type(master, { ...credentials(psa), [field]: value });
        await sendAnyhow('Update');
        const fault = await master.locator(`#${field}-fault`).innerText();
        assert.ok(fault.includes(`${sentence} ${remedy}`), `${field} "${value}": ${fault}`);
        assert.equal(await master.locator(`#${field}`).getAttribute('aria-invalid'), 'true', field);
        if (!field.endsWith('_key')) assert.equal((await master.locator(`#${field}`).inputValue()).trim(), value.trim());
        assert.equal(await master.locator('#private_key').inputValue(), '', 'a key is not shown again');
        await holdsNoKey(`the refusal of ${field}`);
        if (value === 'myconnectwise.net') await walk.look(master, '06-no-region');
      }
    });

    test('S3-24 to S3-26: a test says what is wrong before anything is kept', async () => {
      const nobody = `http://127.0.0.1:${await freePorts()}`;
      for (const [change, sentence, remedy, step] of [
        [{ company: 'elsewhere' }, 'knows no company of that name', 'exactly as you type it when you sign in', '07-wrong-company'],
        [{ private_key: 'wrong-key-123456' }, 'does not accept these keys', 'Make a new pair of keys', '08-wrong-keys'],
        [{ host: nobody }, 'could not be reached', 'firewall lets this machine out', '09-not-reached'],
        [{ host: 'https://psa.invalid' }, 'leads nowhere', 'Check the spelling of the base URL', null],
      ]) {
        await type(master, { ...credentials(psa), ...change });
        await walk.press(master, 'Test');
        await walk.sees(master, 'The test found something to mend', sentence, remedy);
        await holdsNoKey('a test');
        if (step) await walk.look(master, step);
      }
      await type(master, credentials(psa));
      await walk.press(master, 'Test');
      await walk.sees(master, 'Everything that is needed works. Nothing is kept yet: type the keys again, then Update.');
      await walk.look(master, '10-test-passed');
      await master.goto(`${hub}/console/psa`);
      await walk.sees(master, 'No PSA is connected yet');
    });

    test('S3-20 to S3-22, S3-27, S0-13: Update keeps it, and no key is shown again anywhere', async () => {
      await psa.slow(2500);
      connection = await connect(master, hub, psa);
      await walk.sees(master, 'ConnectWise (training)', 'The connection was made. Test it now.');
      await holdsNoKey('the page of the connection');
      for (const key of ['public_key', 'private_key']) {
        assert.equal(await master.locator(`#${key}`).inputValue(), '');
        await walk.sees(master, 'One is kept and never shown. Leave it empty to keep it.');
      }
      await walk.look(master, '11-kept');
    });

    test('the first pass shows how far it is, and may be left', async () => {
      await tab('Differences');
      await walk.sees(master, 'Reading everything for the first time', 'At the moment:', 'You may leave it: it goes on');
      await walk.until(master, `${connection}/differences`, async () => (await master.getByRole('progressbar').count()) === 1);
      await walk.look(master, '12-first-pass');
      await psa.fast();
      await settled(master, connection);
      await walk.sees(master, 'Nothing is in question.');
      assert.match(await rowOf('Contacts').first().locator('td').nth(1).innerText(), /^[3-9]\d\d$/);
      await walk.look(master, '13-read');
      for (const path of ['/console/psa', '/console/audit']) {
        await master.goto(`${hub}${path}`);
        await holdsNoKey(path);
      }
      // Kept keys go nowhere else than where they were meant for.
      await master.goto(connection);
      await type(master, { host: 'cw.example.com' });
      await walk.press(master, 'Update');
      await walk.sees(master, 'The keys go to another host, company or account than before.', 'Type the keys again');
      await walk.look(master, '14-keys-again');
      await master.goto(connection);
      await walk.press(master, 'Test', card('How it stands'));
      await walk.sees(master, 'The test passed: everything that is needed works.');
      await walk.look(master, '15-test-kept');
    });

    test('S3-28, S3-29: Associated Company is blank for all, or limits the connection', async () => {
      const [only, other] = clients;
      await master.getByRole('searchbox', { name: 'Company by name' }).fill(only.name);
      await walk.press(master, 'Find', card('Associated Company'));
      await card('Associated Company').getByRole('checkbox', { name: only.name }).check();
      await walk.press(master, 'Update', card('Associated Company'));
      await walk.sees(master, 'Saved. What is mapped is looked at again.');
      await walk.look(master, '16-associated');
      await master.goto(`${connection}/companies/import`);
      await find(other.name);
      await walk.sees(master, 'No company of the PSA fits.');
      await master.locator('#hidden').check();
      await walk.press(master, 'Find');
      await walk.sees(master, 'It is not among the associated companies of the connection.');
      assert.ok(await master.getByRole('checkbox', { name: `Select ${other.name}`, exact: true }).isDisabled());
      await master.goto(connection);
      await card('Associated Company').getByRole('checkbox', { name: only.name }).uncheck();
      await walk.press(master, 'Update', card('Associated Company'));
      await walk.sees(master, 'Saved. What is mapped is looked at again.');
    });

    test('S3-45: the real role is compared, and what is too much or missing is named with the way to mend it', async () => {
      for (const [role, badge, words, step] of [
        ['Admin', 'Too much', ['set Delete from All to None', '0 rows lack something'], '17-role-admin'],
        ['Scanner', 'Missing', ['System > Security Roles > Scanner > Companies > Contacts: set Inquire from None to All'], '18-role-scanner'],
        ['Integration', 'Too much', ['Time & Expense > Time Entry: set Add from All to None, save.'], '19-role-integration'],
      ]) {
        await master.goto(connection);
        await type(master, { api_member: psa.keys(role).member });
        await walk.press(master, 'Update', card('Credentials'));
        await walk.sees(master, 'Saved.');
        await tab('Permissions');
        await walk.press(master, 'Compare');
        const check = card('Compare the real role');
        assert.equal(await check.locator('header .badge').innerText(), badge, `${role}: ${await walk.said(master)}`);
        await walk.sees(master, ...words);
        await walk.look(master, step);
      }
      // Somebody follows the steps in the PSA.
      const none = { add: 'None', edit: 'None', delete: 'None', inquire: 'None' };
      const all = { add: 'All', edit: 'All', delete: 'All', inquire: 'All' };
      await psa.allow('Integration', { module: 'Companies', function: 'Manage Documents', ...none });
      await psa.allow('Integration', { module: 'Time & Expense', function: 'Time Entry', ...none });
      await psa.allow('Integration', { module: 'System', function: 'Table Setup (Customize)', ...all, delete: 'None' });
      await walk.press(master, 'Compare');
      assert.equal(await card('Compare the real role').locator('header .badge').innerText(), 'Fine', await walk.said(master));
      await walk.sees(master, 'is what the table asks for, and no more.');
      await walk.look(master, '19-role-fine');
      // With too weak a role, the test names each list that it may not read.
      await master.goto(connection);
      const weak = psa.keys('Scanner');
      await type(master, { public_key: weak.public_key, private_key: weak.private_key });
      await walk.press(master, 'Test what is typed');
      await walk.sees(master, "The PSA's security role does not allow: list contacts", 'Nothing is kept yet');
      await holdsNoKey('a test of typed keys', 'Scanner');
      await walk.look(master, '20-weak-role');
    });

    test('S3-01, S3-08: without addresses the allow-list says who sets them', async () => {
      await master.goto(connection);
      await tab('Allow-list');
      await walk.sees(master, 'The list is not set', '[[psa.addresses]]');
      await walk.look(master, '21-allow-list-empty');
    });

    test('S3-01 to S3-06, S3-08: a server of your own is told which addresses its firewall must let in, by region', async () => {
      // The demo's operator has set none, so another hub is started, of an operator who has.
      const { folder, remove } = scratchFolder('allow-list');
      const port = await freePorts(2);
      const base = `http://localhost:${port}`;
      const settings = path.join(folder, 'vestibule.toml');
      const setUp = path.join(folder, 'apply.toml');
      const regions = { USWEST2: '203.0.113.1', EUCENTRAL1: '203.0.113.2', EUWEST2: '203.0.113.3', APSOUTHEAST2: '203.0.113.4', USEAST2: '203.0.113.5' };
      writeFileSync(settings, `public_url = "${base}"\nlisten = "127.0.0.1:${port}"\noperator_listen = "127.0.0.1:${port + 1}"\ndata = "${folder}/data"
[mail]\nhost = "localhost"\nport = ${walk.demo.port + 2}\nencryption = "none"\n
[psa]\nhosted = ["198.51.100.7"]\n${Object.entries(regions).map(([region, address]) => `[[psa.addresses]]\nregion = "${region}"\naddresses = ["${address}"]\n`).join('')}`);
      const phone = new Authenticator('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567');
      const password = 'seven slow kettles below';
      writeFileSync(setUp, `[[partner]]\nname = "Example MSP"\n[[partner.member]]\nemail = "${FIRST}"\nname = "Master first"\nusername = "first"
role = "master"\ngroups = []\ncredentials = { password = "${password}", totp_secret = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" }\n`);
      const house = await start(vestibule(), ['serve', '--settings', settings], () => answers(`${base}/health/ready`));
      try {
        const applied = spawnSync(vestibule(), ['apply', setUp, '--settings', settings], { encoding: 'utf8', timeout: 60_000 });
        assert.equal(applied.status, 0, `${applied.stdout}${applied.stderr}`);
        const page = await walk.newPage();
        await page.goto(`${base}/console/psa/new?vendor=connectwise`);
        await signIn(page, { identifier: FIRST, password, phone });
        await page.goto(`${base}/console/psa/new?vendor=connectwise`);
        await type(page, { ...credentials(psa), host: 'psa.invalid' });
        await walk.press(page, 'Update');
        await page.getByRole('link', { name: 'Allow-list', exact: true }).click();
        await walk.sees(page, 'Addresses that your firewall must let in', 'stands in your own house');
        for (const [region, address] of Object.entries(regions)) {
          assert.ok((await page.locator('tr', { hasText: region }).innerText()).includes(address), region);
        }
        assert.equal(await page.getByText('198.51.100.7').count(), 0, 'those of the cloud are for the cloud');
        await walk.look(page, '21-allow-list-set');
        await page.close();
      } finally {
        await house.stop();
        remove();
      }
    });

    test('S0-14 to S0-17: types and statuses hide companies, by either, after a count', async () => {
      await tab('Filters');
      const type_ = master.getByRole('group', { name: 'Hide Companies With Types' }).getByRole('checkbox', { name: 'Vendor' });
      const status = master.getByRole('group', { name: 'Hide Companies With Statuses' }).getByRole('checkbox', { name: /^Inactive/ });
      await type_.check();
      await status.check();
      await walk.press(master, 'How many?');
      await walk.sees(master, /With this, \d+ of \d+ companies are left out\./);
      await walk.look(master, '22-filter');
      await walk.press(master, 'Update');
      await walk.sees(master, 'Saved. What is mapped is looked at again.');
      assert.ok(await type_.isChecked() && await status.isChecked());
      await master.goto(`${connection}/companies/import`);
      await master.locator('#hidden').check();
      for (const [label, value, words] of [['Type', 'Vendor', 'It is hidden by its type Vendor.'], ['Status', 'Inactive', 'It is hidden by its status Inactive.']]) {
        await master.getByLabel(label, { exact: true }).selectOption({ label: value });
        await walk.press(master, 'Find');
        await walk.sees(master, words);
        await master.getByLabel(label, { exact: true }).selectOption({ index: 0 });
      }
      await walk.look(master, '23-hidden-in-import');
    });
  });
}

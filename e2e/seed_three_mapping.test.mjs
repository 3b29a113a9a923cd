// Company mapping of the document on the scanner's integration with ConnectWise, along its steps, after the set-up that
// `seed_three` walks. Titles carry the numbers of the requirements.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { ENGINES } from './bench/engines.mjs';
import { pause } from './bench/program.mjs';
import { connect, emails, importCompanies, lookNow, psaOf, settled } from './bench/psa.mjs';
import { startWalk } from './bench/walk.mjs';

const FIRST = 'first@example.com';

for (const engine of ENGINES) {
  describe(`company mapping of seed three on ${engine.name}`, { timeout: 900_000, skip: engine.skip }, () => {
    let walk, hub, psa, master, connection, clients, twoSites;

    before(async () => {
      walk = await startWalk(engine, 'mapping-three');
      ({ demo: { hub } } = walk);
      psa = psaOf(walk.demo);
      walk.cast([{ name: 'Master first', email: FIRST, username: 'first', role: 'master' }]);
      ({ clients, twoSites } = await psa.clients());
      master = await walk.atHub(FIRST);
      connection = await connect(master, hub, psa);
      await settled(master, connection);
    });
    after(() => walk?.stop());

    const rowOf = (name) => master.locator('tr', { hasText: name });
    const toMapping = () => master.goto(`${connection}/companies`);
    const find = async (name) => {
      await master.getByRole('searchbox', { name: 'Find a company of the PSA' }).fill(name);
      await walk.press(master, 'Find');
    };
    const tickCompany = (name) => master.getByRole('checkbox', { name: `Select ${name}`, exact: true }).check();

    test('S3-104 to S3-107, S3-109 to S3-112: companies are chosen by checkboxes and imported after a preview', async () => {
      await master.goto(`${connection}/companies`);
      await walk.sees(master, 'No company is mapped yet');
      await walk.look(master, '24-no-mapping');
      await master.locator('#main').getByRole('link', { name: 'Import companies' }).first().click();
      await walk.sees(master, '0 selected');
      for (const name of [clients[0].name, clients[1].name, twoSites.name]) {
        await find(name);
        await tickCompany(name);
      }
      await find('');
      await walk.sees(master, '3 selected');
      await walk.look(master, '25-select');
      await walk.press(master, 'Go on with the selected');
      // S3-110.
      await master.getByRole('checkbox', { name: /^Create Ticket/ }).check();
      await walk.press(master, 'Preview');
      const fault = await master.locator('#rule-fault').innerText();
      assert.ok(fault.includes('Tickets cannot be made without an integration rule. Select an integration rule, or clear Create Ticket.'), fault);
      assert.ok(await master.getByRole('checkbox', { name: /^Create Ticket/ }).isChecked());
      await walk.look(master, '26-rule-required');
      await master.getByRole('checkbox', { name: /^Create Ticket/ }).uncheck();
      const site = master.getByRole('combobox', { name: `Site of ${twoSites.name}`, exact: true });
      if ((await site.locator('option').count()) < 2) await walk.press(master, 'Read the sites from the PSA');
      await site.selectOption({ label: twoSites.sites[0].name });
      await master.getByRole('combobox', { name: `Configurations of ${clients[0].name}`, exact: true }).selectOption('On');
      await walk.press(master, 'Preview');
      await walk.sees(master, '3 become companies, 0 are mapped already, 0 stay out.', `${twoSites.name}, ${twoSites.sites[0].name}`);
      await walk.look(master, '27-preview');
      await walk.press(master, 'Import 3');
      // S3-114.
      await walk.sees(master, '3 companies were imported and mapped.', 'Selected Companies');
      await walk.look(master, '28-selected-companies');
    });

    test('S3-116: importing again makes no second company', async () => {
      await importCompanies(master, connection, ['Demo Company']);
      await walk.sees(master, 'One company was imported and mapped.');
      await master.goto(`${hub}/console/companies`);
      const before_ = await master.locator('.pager span').first().innerText();
      await master.goto(`${connection}/companies/import`);
      await master.getByLabel('Mapped', { exact: true }).selectOption({ label: 'Mapped or not' });
      await find('Demo Company');
      await tickCompany('Demo Company');
      await walk.press(master, 'Go on with the selected');
      await walk.press(master, 'Preview');
      await walk.sees(master, '0 become companies, 1 is mapped already, 0 stay out.', 'Is mapped already', 'Edit that mapping');
      assert.equal(await master.getByRole('button', { name: /^Import \d/ }).count(), 0);
      await walk.look(master, '29-mapped-already');
      await master.goto(`${hub}/console/companies`);
      assert.equal(await master.locator('.pager span').first().innerText(), before_);
    });

    test('S3-107, S3-108: a second own company is mapped to another site of the same company', async () => {
      await master.goto(`${connection}/companies/import`);
      await master.getByLabel('Mapped', { exact: true }).selectOption({ label: 'Mapped or not' });
      await find(twoSites.name);
      await tickCompany(twoSites.name);
      await walk.press(master, 'Go on with the selected');
      const site = master.getByRole('combobox', { name: `Site of ${twoSites.name}`, exact: true });
      await site.selectOption({ label: twoSites.sites[0].name });
      await walk.press(master, 'Preview');
      await walk.sees(master, '1 is mapped already');
      await walk.press(master, 'Back');
      await site.selectOption({ label: twoSites.sites[1].name });
      await walk.press(master, 'Preview');
      await walk.sees(master, '1 becomes a company', `${twoSites.name}, ${twoSites.sites[1].name}`);
      await walk.press(master, 'Import 1');
      for (const own of twoSites.sites.slice(0, 2)) {
        const row = rowOf(`${twoSites.name}, ${own.name}`).first();
        assert.equal(await row.locator('td').nth(2).innerText(), own.name);
      }
      await walk.look(master, '30-two-sites');
    });

    test('S3-103, S3-115: the menu of a mapping opens Edit, where its switches are set', async () => {
      const row = rowOf('Demo Company').first();
      await row.locator('summary').click();
      await walk.look(master, '31-menu');
      await row.getByRole('link', { name: 'Edit', exact: true }).click();
      // S3-110 here as well.
      await master.getByRole('checkbox', { name: /^Create Ticket/ }).check();
      await walk.press(master, 'Save');
      await walk.sees(master, 'Tickets cannot be made without an integration rule.');
      await walk.look(master, '32-edit-refused');
      await master.getByRole('checkbox', { name: /^Create Ticket/ }).uncheck();
      await master.getByRole('checkbox', { name: /^Enable Configuration/ }).check();
      await walk.press(master, 'Save');
      await walk.sees(master, 'Saved.');
      assert.ok(await master.getByRole('checkbox', { name: /^Enable Configuration/ }).isChecked());
    });

    test('S3-115, S3-117: Delete takes the mapping and its settings, not the companies, and can be undone', async () => {
      await toMapping();
      const row = rowOf('Demo Company').first();
      await row.locator('summary').click();
      await row.getByRole('link', { name: 'Delete…' }).click();
      await master.getByRole('checkbox', { name: 'Delete the mapping of Demo Company' }).check();
      await walk.look(master, '33-delete');
      await walk.press(master, 'Delete');
      await walk.sees(master, 'The mapping was deleted.', 'Both companies and all tickets stayed as they are.');
      assert.equal(await rowOf('Demo Company').count(), 0);
      // What was deleted is no filter of the others.
      assert.equal(await rowOf(twoSites.name).count(), 2);
      await walk.look(master, '34-deleted');
      const kept = await psa.list('company/companies');
      assert.ok(kept.some((one) => one.name === 'Demo Company' && !one.deletedFlag));
      await walk.press(master, 'Map again');
      await walk.sees(master, 'The two companies are mapped.');
      assert.match(await rowOf('Demo Company').first().locator('td').nth(4).innerText(), /On/);
    });

    test('S3-113: Map existing suggests what is the same, and maps it', async () => {
      await rowOf('Demo Company').first().locator('summary').click();
      await rowOf('Demo Company').first().getByRole('link', { name: 'Delete…' }).click();
      await master.getByRole('checkbox', { name: 'Delete the mapping of Demo Company' }).check();
      await walk.press(master, 'Delete');
      await master.goto(`${hub}/console/companies?q=Demo`);
      await rowOf('Demo Company').first().waitFor();
      await toMapping();
      await master.locator('#main').getByRole('link', { name: 'Map existing' }).click();
      const row = rowOf('Demo Company').first();
      assert.match(await row.innerText(), /Strong/);
      await walk.look(master, '35-suggestion');
      await walk.press(master, 'Map', row);
      await walk.sees(master, 'The two companies are mapped.');
      await toMapping();
      await rowOf('Demo Company').first().waitFor();
    });

    test('a change in the PSA is here within five seconds, because the PSA tells of it', async () => {
      await lookNow(master, connection);
      await walk.until(master, `${connection}/differences`, async () => (await master.getByText('Changes are told at once').count()) === 1);
      const name = `${clients[0].name.slice(0, 20)} Renamed`;
      await psa.edit({ act: 'update', kind: 'companies', id: clients[0].id, fields: { name } });
      const changed = Date.now();
      for (;;) {
        await master.goto(`${hub}/console/companies?q=Renamed`);
        if (await master.getByRole('link', { name, exact: true }).count()) break;
        assert.ok(Date.now() - changed < 5_000, `five seconds after: ${await walk.said(master)}`);
        await pause(100);
      }
      await master.getByRole('link', { name, exact: true }).click();
      await walk.look(master, '36-company');
    });

    test('S0-14, S0-18: a question that only a person can answer is asked, and answered', async () => {
      const people = { firstName: 'Twin', company: { id: clients[1].id }, communicationItems: emails('twin@client.example.net') };
      for (const lastName of ['North', 'South']) {
        await psa.edit({ act: 'create', kind: 'contacts', fields: { ...people, lastName } });
      }
      await lookNow(master, connection);
      const question = master.getByRole('listitem').filter({ hasText: 'Two contacts with one address' });
      await question.waitFor();
      await walk.sees(master, 'twin@client.example.net');
      await walk.look(master, '37-question');
      await walk.press(master, 'One person', question);
      await walk.until(master, `${connection}/differences`, async () => (await question.count()) === 0);
      await master.goto(`${hub}/console/contacts?q=twin@client.example.net`);
      assert.equal(await master.locator('tbody tr').count(), 1);
      await walk.look(master, '38-one-person');
    });
  });
}

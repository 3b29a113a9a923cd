// The ConnectWise simulator, judged by a client library of somebody else, as an integration uses it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import connectwise from 'connectwise-rest';
import { vestibule } from './bench/demo.mjs';
import { freePorts, scratchFolder, start } from './bench/program.mjs';

const { ManageAPI } = connectwise;

describe('ConnectWise, simulated', { timeout: 120_000 }, () => {
  let scratch, program, access, client, least;

  before(async () => {
    scratch = scratchFolder('connectwise');
    const file = path.join(scratch.folder, 'access.json');
    const port = await freePorts();
    const args = ['simulate', 'connectwise', '--port', `${port}`, '--tls', '--companies', '30', '--contacts', '2500', '--access', file];
    program = await start(vestibule(), args, async () => {
      access = JSON.parse(readFileSync(file, 'utf8'));
      return true;
    });
    // The library speaks HTTPS only, and the certificate is the simulator's own.
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    const of = (role) => {
      const keys = access.keys.find((one) => one.role === role);
      return new ManageAPI({
        companyId: access.company,
        companyUrl: new URL(access.url).host,
        publicKey: keys.public_key,
        privateKey: keys.private_key,
        clientId: '01234567-89ab-cdef-0123-456789abcdef',
        logger: () => {},
      });
    };
    client = of('Admin');
    least = of('Scanner');
  });
  after(async () => {
    await program?.stop();
    scratch?.remove();
  });

  test('it lists, filters and pages', async () => {
    const companies = await client.CompanyAPI.getCompanyCompanies({ pageSize: 1000 });
    assert.equal(companies.length, 31);
    const clients = await client.CompanyAPI.getCompanyCompanies({
      conditions: 'status/name="Active" and deletedFlag=false', childConditions: 'types/name="Client"', orderBy: 'name desc',
    });
    assert.ok(clients.length > 0 && clients.every((one) => one.status.name === 'Active'));
    assert.ok(clients.every((one) => one.types.some((type) => type.name === 'Client')));
    const contacts = await client.paginate(client.CompanyAPI.getCompanyContacts, { pageSize: 1000 }, {});
    assert.equal(contacts.length, 2500);
    assert.equal(new Set(contacts.map((one) => one.id)).size, 2500);
    assert.deepEqual(await client.CompanyAPI.getCompanyContactsCount({}), { count: 2500 });
  });

  test('it creates, patches and closes a ticket', async () => {
    const made = await client.ServiceAPI.postServiceTickets({
      summary: 'By a stranger', company: { id: 2 }, board: { name: 'Help Desk' }, initialDescription: 'All of it',
    });
    assert.equal(made.status.name, 'New');
    const changed = await client.ServiceAPI.patchServiceTicketsById(made.id, [
      { op: 'replace', path: 'summary', value: 'By a friend' },
      { op: 'replace', path: 'status', value: { name: 'Closed' } },
    ]);
    assert.equal(changed.summary, 'By a friend');
    assert.equal(changed.closedFlag, true);
    const notes = await client.ServiceAPI.getServiceTicketsByParentIdNotes(made.id, {});
    assert.equal(notes[0].text, 'All of it');
    const found = await client.ServiceAPI.getServiceTickets({ conditions: `id=${made.id}`, fields: 'id,summary' });
    assert.deepEqual(found, [{ id: made.id, summary: 'By a friend' }]);
  });

  test('it refuses as the vendor does', async () => {
    const refused = async (asking, status, code) => {
      const error = await asking.then(() => assert.fail('it was answered'), (fault) => fault);
      const answer = error.response ?? error;
      assert.equal(answer.status ?? error.status, status);
      assert.equal((answer.data ?? error).code, code);
    };
    await refused(client.CompanyAPI.postCompanyContacts({ lastName: 'Only' }), 400, 'InvalidObject');
    await refused(client.FinanceAPI.getFinanceInvoices({ conditions: 'invoiceDate > [2026-01-01]' }), 400, 'ApiFindCondition');
    await refused(client.CompanyAPI.getCompanyContactsById(999_999), 404, 'NotFound');
    await refused(least.CompanyAPI.getCompanyContacts({}), 403, 'ConnectWiseApi');
    assert.ok((await least.CompanyAPI.getCompanyConfigurations({})).length > 0);
  });

  test('its page shows what was asked', async () => {
    const page = await (await fetch(`${access.url}/`)).text();
    assert.match(page, /<h2>Last requests<\/h2>/);
    assert.match(page, /service\/tickets/);
  });
});

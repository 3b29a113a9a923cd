// The PSA that a demo brings, as its own office uses it, and the way of a master to connect it.
import assert from 'node:assert/strict';
import { pause } from './program.mjs';

const CLIENT_ID = '01234567-89ab-cdef-0123-456789abcdef';

/** Of a demo's PSA: `url`, `keys(role)`, `list(path)`, `edit(edit)`, `slow(milliseconds)`, `fast()`, `allow(role, levels)`. */
export function psaOf(demo) {
  const { url, keys } = demo.access.psa;
  const of = (role) => keys.find((one) => one.role === role);

  async function order(method, path, body) {
    const response = await fetch(`${url}/_control/${path}`, {
      method, headers: { 'content-type': 'application/json' }, body: body && JSON.stringify(body),
    });
    const text = await response.text();
    assert.ok(response.ok, `${path}: ${response.status} ${text}`);
    return text ? JSON.parse(text) : null;
  }

  /** All records of a list, such as `company/companies`. */
  async function list(path) {
    const { company, public_key: known, private_key: secret } = of('Admin');
    const headers = { authorization: `Basic ${btoa(`${company}+${known}:${secret}`)}`, clientId: CLIENT_ID };
    const response = await fetch(`${url}/v4_6_release/apis/3.0/${path}?pageSize=1000`, { headers });
    assert.equal(response.status, 200, path);
    return response.json();
  }

  /** Clients with active people, and one of them with two sites beside them. */
  async function clients() {
    let twoSites = null;
    const companies = await list('company/companies');
    const contacts = await list('company/contacts');
    const staffed = new Set(contacts.filter((one) => !one.inactiveFlag).map((one) => one.company?.id));
    let found = companies.filter((one) => !one.deletedFlag && one.status.name === 'Active' && staffed.has(one.id)
      && one.types.length === 1 && one.types[0].name === 'Client');
    assert.ok(found.length >= 4, `${found.length} clients`);
    for (const one of found) {
      const sites = (await list(`company/companies/${one.id}/sites`)).filter((site) => !site.inactiveFlag);
      if (sites.length >= 2) twoSites = { ...one, sites };
    }
    assert.ok(twoSites, 'a client with two sites');
    found = found.filter((one) => one.id !== twoSites.id);
    return { clients: found, twoSites };
  }

  return {
    url, keys: of, list, clients,
    /** What a person in the office does: { act, kind, id, fields }. Returns the record's number. */
    edit: async (edit) => (await order('POST', 'edit', edit)).id,
    slow: (milliseconds) => order('POST', 'faults', { method: 'GET', percent: 100, effect: { slow_milliseconds: milliseconds } }),
    fast: () => order('DELETE', 'faults'),
    /** Sets what a role may do with a function: { module, function, add, edit, delete, inquire }. */
    allow: (role, levels) => order('POST', 'role', { role, ...levels }),
  };
}

/** Addresses of a contact as the PSA holds them, the first as the default one. */
export const emails = (...values) => values.map((value, at) => ({
  type: { id: 1 }, value, communicationType: 'Email', defaultFlag: at === 0,
}));

/** What is typed of a connection, by the names of the fields. */
export const credentials = (psa, role = 'Integration') => ({
  name: 'training', host: psa.url, company: psa.keys(role).company, public_key: psa.keys(role).public_key,
  private_key: psa.keys(role).private_key, client_id: '', api_member: psa.keys(role).member,
});

/** Fills the form of a connection. */
export async function type(page, fields) {
  for (const [name, value] of Object.entries(fields)) await page.locator(`#main [name="${name}"]`).fill(value);
}

/** Connects the demo's PSA; returns the address of the connection's page. */
export async function connect(page, hub, psa) {
  await page.goto(`${hub}/console/psa/new?vendor=connectwise`);
  await type(page, credentials(psa));
  await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Update', exact: true }).click()]);
  assert.match(page.url(), /\/console\/psa\/psa_\w+\?/);
  return page.url().split('?')[0];
}

/** Waits until a pass that is under way is over, and a first one was made. */
export async function settled(page, connection) {
  for (let tries = 0; tries < 150; tries += 1) {
    await page.goto(`${connection}/differences`);
    const standing = await page.getByRole('region').filter({ hasText: 'Looked for changes' }).innerText();
    if (!/At the moment|Looked for changes\s+never/i.test(standing)) return;
    await pause(200);
  }
  assert.fail(`thirty seconds after: ${await page.locator('main').innerText()}`);
}

/** Lets the connection look for changes now. */
export async function lookNow(page, connection) {
  await page.goto(`${connection}/differences`);
  await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Look for changes now' }).click()]);
  await settled(page, connection);
}

/** Imports companies of the PSA by their names, with nothing set. */
export async function importCompanies(page, connection, names) {
  await page.goto(`${connection}/companies/import`);
  const press = (words) => Promise.all([
    page.waitForEvent('load'), page.getByRole('button', { name: words, exact: typeof words === 'string' }).first().click(),
  ]);
  for (const name of names) {
    await page.getByRole('searchbox', { name: 'Find a company of the PSA' }).fill(name);
    await press('Find');
    await page.getByRole('checkbox', { name: `Select ${name}`, exact: true }).check();
  }
  await press('Go on with the selected');
  await press('Preview');
  await press(/^Import \d/);
}

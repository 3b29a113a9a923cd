// A new provider's first day, from the empty folder on: the one-time token, the root master, the mail server, ten
// members by CSV, two groups, a module from the catalogue with a login that is tried out, a lost phone, and a
// leaver whose sessions end everywhere. Each page is looked at on a desk and on a phone. The module is Apache with
// mod_auth_openidc where it is there, set up from nothing but what the console shows to be copied.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { missing, place, startApache } from './apache/apache.mjs';
import { Authenticator } from './bench/authenticator.mjs';
import { DESK, PHONE, launch, person, picture, viewport } from './bench/browser.mjs';
import { assertAccessible, assertNoSidewaysScroll, assertQuiet, complaints } from './bench/checks.mjs';
import { startDemo, vestibule } from './bench/demo.mjs';
import { answers, freePorts, pause, scratchFolder, start } from './bench/program.mjs';
import { activate, answer, heading, send, signIn, stepOf } from './bench/signin.mjs';

const MASTER = { name: 'First Master', email: 'first.master@example.com', password: 'eleven kettles under the green bridge' };
const TEAM = Array.from({ length: 10 }, (_, n) => ({ name: `Team Member ${n + 1}`, email: `member${n + 1}@example.com` }));
const [ANNA, BERT] = TEAM;
const withoutApache = missing();

describe("a new provider's first day", { timeout: 480_000 }, () => {
  let sink, house, folder, file, base, browser, page, noise, apache, site;
  const people = [];

  before(async () => {
    sink = await startDemo();
    folder = scratchFolder('first-day');
    const port = await freePorts(2);
    base = `http://localhost:${port}`;
    file = path.join(folder.folder, 'vestibule.toml');
    // The mail server of the file answers nobody: the one that counts is set in the console.
    writeFileSync(file, `
public_url = "${base}"
listen = "127.0.0.1:${port}"
operator_listen = "127.0.0.1:${port + 1}"
data = "${folder.folder}/data"
[mail]
host = "localhost"
port = ${sink.port + 2}
encryption = "none"
`);
    house = await start(vestibule(), ['serve', '--settings', file], () => answers(`${base}/health/ready`), { limit: 60_000 });
    browser = await launch();
    page = await (await person(browser)).newPage();
    noise = complaints(page);
    if (!withoutApache) site = await place();
  });
  after(async () => {
    await browser?.close();
    await apache?.stop();
    await house?.stop();
    await sink?.stop();
    folder?.remove();
  });

  /** Looks at the page on a phone and on a desk, and leaves it on the desk. */
  async function look(name, one = page) {
    for (const width of [PHONE, DESK]) {
      await one.setViewportSize(viewport(width));
      await picture(one, 'first-day', `${name}-${width}`);
      await assertNoSidewaysScroll(one, `${name} at ${width}`);
      await assertAccessible(one, `${name} at ${width}`);
    }
  }
  const press = (selector, one = page) => Promise.all([one.waitForEvent('load'), one.locator(selector).first().click()]);
  const fill = async (values, one = page) => {
    for (const [name, value] of Object.entries(values)) await one.locator(`[name="${name}"]`).first().fill(value);
  };
  const said = async (words, one = page) => assert.match(await one.textContent('main'), words, await heading(one));
  const linkIn = (mail) => mail.links.find((one) => one.startsWith(`${base}/`));
  const known = {};
  async function mailTo(email) {
    const mail = await sink.mail(email, known[email] ?? 0);
    known[email] = (await sink.mails(email)).length;
    return mail;
  }

  test('the one-time token opens the door for the root master', async () => {
    const token = house.output().match(/one-time token:\s+(\S+)/)?.[1];
    await page.goto(`${base}/set-up`);
    await look('set-up');
    await fill({ token, partner_name: 'First MSP', display_name: MASTER.name, email: MASTER.email });
    await send(page, 'token');
    MASTER.phone = await activate(page, linkIn(await mailTo(MASTER.email)), MASTER);
    await look('empty-modules');
  });

  test('the mail server is typed, tested and taken into use', async () => {
    await page.goto(`${base}/console/settings/mail`);
    await look('mail-server');
    await fill({ host: 'localhost', port: '1', from: 'First MSP <no-reply@first.example>' });
    await page.locator('[name="encryption"]').selectOption('none');
    await press('button[value="test"]');
    await page.getByText('did not leave').waitFor();
    await look('mail-server-fails');
    await fill({ port: String(sink.port + 2) });
    await press('button[value="test"]');
    await page.getByText('has taken the test mail').waitFor();
    await press('button[value="use"]');
    await said(/leave by this server now/);
    await look('mail-server-used');
    assert.match((await mailTo(MASTER.email)).from, /no-reply@first\.example/);
  });

  test('two groups: one by hand, one that fills itself', async () => {
    await page.goto(`${base}/console/groups`);
    await look('no-groups');
    await page.goto(`${base}/console/groups/new`);
    await fill({ name: 'Technicians', description: 'Who works on tickets' });
    await press('button[value="save"]');
    await page.goto(`${base}/console/groups/new`);
    await fill({ name: 'Everybody here' });
    await page.locator('[name="field"]').first().selectOption('email_domain');
    await page.locator('[name="value"]').first().fill('example.com');
    await press('button[value="preview"]');
    await look('group-preview');
    await press('button[value="save"]');
    await said(/Email domain is example\.com|example\.com/);
    await page.goto(`${base}/console/groups`);
    await look('groups');
  });

  test('ten members come by CSV, after the faults of the file were told', async () => {
    const rows = TEAM.map(({ name, email }, n) => `${email},${name},member${n + 1},user,${n < 5 ? 'Technicians' : ''}`);
    const bring = async (lines) => {
      await page.goto(`${base}/console/members/import`);
      await page.locator('[name="file"]').setInputFiles({
        name: 'team.csv', mimeType: 'text/csv', buffer: Buffer.from(['email,name,username,role,groups', ...lines].join('\n')),
      });
      await press('button.primary');
    };
    await bring([...rows, 'not an address,Nobody,nobody,user,']);
    await said(/Rows that are left out/);
    await look('import-check');
    await press('button[value="cancel"]');
    await bring(rows);
    await press('button[value="start"]');
    await page.getByText('The import is done').waitFor({ timeout: 30_000 });
    await said(/10 became members/);
    await look('import-done');
    await page.goto(`${base}/console/members`);
    await look('members');
    for (const one of [ANNA, BERT]) {
      const context = await person(browser);
      one.page = await context.newPage();
      one.context = context;
      one.password = `seven lanterns along the quiet canal ${one.email}`;
      one.phone = await activate(one.page, linkIn(await mailTo(one.email)), one);
      people.push(one);
    }
  });

  test('a module comes from the catalogue, and its login is tried out before it is turned on', { skip: withoutApache ?? false }, async () => {
    await page.goto(`${base}/console/modules`);
    await look('no-module');
    await page.goto(`${base}/console/modules/new`);
    await look('catalogue');
    await page.getByRole('link', { name: /Apache/ }).click();
    await fill({ base: 'wiki', name: 'Team wiki' });
    await page.locator('[name="base"]').evaluate((field) => { field.type = 'text'; });
    await press('button.primary');
    await said(/Give the whole address/);
    await look('module-faulty');
    await fill({ base: site.site });
    await press('button.primary');
    await look('module-to-copy');
    const console_ = page.url().includes('/new/') ? null : page.url();
    assert.equal(console_, null, 'the secret is on the answer of the form alone');
    const copied = async (name) => page.locator('tr', { hasText: name }).locator('code').innerText();
    const client = { client_id: await copied('OIDCClientID'), client_secret: await copied('OIDCClientSecret') };
    assert.equal(await copied('OIDCRedirectURI'), site.redirectUri);
    assert.equal(await copied('OIDCProviderMetadataURL'), `${base}/.well-known/openid-configuration`);
    await page.locator('label', { hasText: 'Technicians' }).click();
    await press('button[value="groups"]');
    const module_ = new URL(page.url()).pathname;
    await said(/Shown once/);
    // Nobody gets in yet.
    apache = await startApache(site, base, { ...client, client_secret: 'not-the-secret-not-the-secret-not' });
    await ANNA.page.goto(`${site.site}/`);
    await said(/turned off for this module/, ANNA.page);
    // The trial tells in plain words what is wrong at the other side, and then that it works.
    await press('button[value="trial"]');
    await said(/brings itself up to date/);
    const other = await page.context().newPage();
    await other.goto(`${site.site}/`);
    await page.goto(`${base}${module_}`);
    await said(/Fails/);
    await look('trial-fails');
    await apache.stop();
    apache = await startApache(site, base, client);
    await other.goto(`${site.site}/`);
    assert.equal(await other.locator('h1').innerText(), 'Protected page', apache.log());
    await other.close();
    await page.goto(`${base}${module_}?trial=watch`);
    await said(/works from end to end/);
    await look('trial-works');
    await page.goto(`${base}${module_}`);
    await press('button[value="on"]');
    await look('module-on');
    await ANNA.page.goto(`${site.site}/`);
    assert.equal(await ANNA.page.locator('#email').innerText(), ANNA.email);
    await page.goto(`${base}/console/readiness`);
    await look('readiness');
    await said(/Team wiki/);
  });

  test('a lost phone: the master takes the factors away, and she sets up new ones by the mailed link', async () => {
    await page.goto(`${base}/console/members?q=${BERT.email}`);
    await page.getByRole('link', { name: BERT.name }).click();
    await look('member');
    await press('form[action$="/factors"] button');
    await look('factors-reset');
    const mail = await mailTo(BERT.email);
    await BERT.page.goto(`${base}/modules`);
    assert.equal(await stepOf(BERT.page), 'identifier', 'her sessions ended');
    await BERT.page.goto(linkIn(mail));
    await look('enrol-anew', BERT.page);
    await press('button.primary', BERT.page);
    if ((await stepOf(BERT.page)) === 'identifier') await answer(BERT.page, 'identifier', BERT.email);
    await answer(BERT.page, 'password', BERT.password);
    BERT.phone = Authenticator.scan(await BERT.page.locator('#qr').screenshot());
    await answer(BERT.page, 'code', await BERT.phone.next());
    await BERT.page.locator('[name="saved"]').check();
    await send(BERT.page, 'saved');
    assert.equal(new URL(BERT.page.url()).pathname, '/modules', await heading(BERT.page));
  });

  test('a leaver is deactivated, and her sessions end everywhere', async () => {
    await page.goto(`${base}/console/members?q=${ANNA.email}`);
    await page.getByRole('link', { name: ANNA.name }).click();
    await press('button[value="deactivate"]');
    await look('deactivate-preview');
    await press('form[action="/console/members/bulk/run"] button');
    await look('deactivated');
    await ANNA.page.goto(`${base}/modules`);
    assert.equal(await stepOf(ANNA.page), 'identifier', 'out of the hub');
    if (!withoutApache) {
      let status = 200;
      for (let tries = 0; tries < 75 && status !== 302; tries += 1) {
        status = (await ANNA.context.request.get(`${site.site}/`, { maxRedirects: 0 })).status();
        if (status !== 302) await pause(200);
      }
      assert.equal(status, 302, `out of the module within 15 seconds\n${apache.log()}`);
    }
    await signIn(ANNA.page, { identifier: ANNA.email, password: ANNA.password, phone: ANNA.phone });
    await said(/does not belong to any active company/, ANNA.page);
    await look('leaver-refused', ANNA.page);
  });

  test('the audit log tells the whole day, and its chain is whole', async () => {
    await page.goto(`${base}/console/audit`);
    await look('audit');
    await press('form[action="/console/audit/check"] button');
    await said(/whole/);
    for (const action of ['mail_server', 'group', 'member', 'module_instance.made', 'factor']) {
      if (withoutApache && action.startsWith('module')) continue;
      await page.goto(`${base}/console/audit?action=${action}`);
      await said(new RegExp(action.replace('.', '\\.')));
    }
    await page.goto(`${base}/console/jobs`);
    await look('jobs');
    assertQuiet(noise, 'the whole day');
  });
});

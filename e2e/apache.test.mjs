// Apache with mod_auth_openidc, which knows the hub only by discovery and by a client that `vestibule apply`
// made: it lets a granted member in and shows her claims, keeps the ungranted out, and ends her session when
// she signs out of the hub (OpenID Connect Back-Channel Logout 1.0).
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { missing, place, startApache } from './apache/apache.mjs';
import { Authenticator } from './bench/authenticator.mjs';
import { launch, person, picture } from './bench/browser.mjs';
import { assertAccessible, assertNoSidewaysScroll, assertQuiet, complaints } from './bench/checks.mjs';
import { startDemo } from './bench/demo.mjs';
import { pause } from './bench/program.mjs';
import { activate, heading, signIn, signOut, stepOf } from './bench/signin.mjs';

describe('Apache with mod_auth_openidc', { timeout: 240_000, skip: missing() ?? false }, () => {
  let demo, browser, apache, site, member, outsider, client, context, page, noise;

  function settings(partner) {
    return `
[[partner]]
name = ${JSON.stringify(partner)}

[[partner.module]]
key = "wiki"
name = "Team Wiki"
url = "${site.site}/"
grants = { people = [${JSON.stringify(member.email)}] }

[partner.module.client]
id = "${client.client_id}"
secret = "${client.client_secret}"
redirect_uris = ["${site.redirectUri}"]
backchannel_logout_uri = "${site.backchannelLogoutUri}"
scopes = ["openid", "profile", "email"]
`;
  }

  before(async () => {
    demo = await startDemo();
    site = await place();
    outsider = demo.access.logins.find((one) => /nothing is granted/.test(one.note));
    const [{ email, name }] = demo.access.invited;
    member = { email, name, company: outsider.company, password: 'four umbrellas over the marble stairs' };
    client = { client_id: 'team-wiki', client_secret: randomBytes(32).toString('base64url') };
    browser = await launch();
    context = await person(browser);
    page = await context.newPage();
    noise = complaints(page);
    member.phone = await activate(page, await demo.linkFor(email), member);
    await signOut(page);
  });
  after(async () => {
    await browser?.close();
    await apache?.stop();
    await demo?.stop();
  });

  const login = ({ email, company, password, phone, totp_secret }) => (
    { identifier: email, company, password, phone: phone ?? new Authenticator(totp_secret) }
  );

  test('`vestibule apply` makes the client while the hub runs, and a second time changes nothing', async () => {
    const text = settings(member.company);
    assert.match(demo.apply(text), /team-wiki/);
    assert.doesNotMatch(demo.apply(text), /team-wiki/);
    assert.ok(!demo.output().includes(client.client_secret), 'the secret is in no log');
    apache = await startApache(site, demo.hub, client);
  });

  test('a granted member is let into the protected page and sees her claims', async () => {
    await page.goto(`${site.site}/`);
    assert.equal(new URL(page.url()).origin, new URL(demo.hub).origin, await heading(page));
    assert.match(await page.textContent('main'), /Team Wiki/, 'the sign-in says where it leads');
    await signIn(page, login(member));
    assert.equal(page.url(), `${site.site}/`, `${await heading(page)}\n${apache.log()}`);
    const claim = (name) => page.locator(`#${name}`).innerText();
    assert.equal(await claim('email'), member.email);
    assert.equal(await claim('name'), member.name);
    assert.equal(await claim('iss'), demo.hub);
    assert.equal(await claim('aud'), client.client_id);
    assert.notEqual(await claim('sub'), member.email, 'an e-mail address is not a person');
    for (const name of ['sub', 'name', 'sid', 'amr', 'acr', 'auth_time', 'email_verified', 'preferred_username']) {
      assert.notEqual(await claim(name), '(none)', `the claim ${name}`);
    }
    await picture(page, 'apache', 'claims');
  });

  test('her modules show it, and it opens without asking anything again', async () => {
    await page.goto(`${demo.hub}/modules`);
    await page.getByRole('link', { name: /Team Wiki/ }).click();
    await page.waitForURL(`${site.site}/`);
    assert.equal(await page.locator('h1').innerText(), 'Protected page');
  });

  test('signing out of the hub ends her session at Apache by back-channel logout', async () => {
    await page.goto(`${demo.hub}/modules`);
    await signOut(page);
    await picture(page, 'apache', 'signed-out');
    let answer;
    for (let tries = 0; tries < 75; tries += 1) {
      answer = await context.request.get(`${site.site}/`, { maxRedirects: 0 });
      if (answer.status() === 302) break;
      await pause(200);
    }
    assert.equal(answer.status(), 302, `still let in after 15 seconds\n${apache.log()}\n${demo.output()}`);
    assert.ok(answer.headers().location.startsWith(`${demo.hub}/`));
    await page.goto(`${site.site}/`);
    assert.equal(await stepOf(page), 'identifier', 'she has to sign in again');
    assertQuiet(noise, 'on the way');
  });

  test('a member without a grant is told why, and Apache never sees her', async () => {
    const own = await person(browser);
    const other = await own.newPage();
    await other.goto(`${site.site}/`);
    await signIn(other, login(outsider));
    assert.equal(new URL(other.url()).origin, new URL(demo.hub).origin, await heading(other));
    assert.match(await other.textContent('main'), /no_grant|grant/i);
    await picture(other, 'apache', 'no-grant');
    await assertNoSidewaysScroll(other, 'no grant');
    await assertAccessible(other, 'no grant');
    const answer = await own.request.get(`${site.site}/`, { maxRedirects: 0 });
    assert.equal(answer.status(), 302);
    await own.close();
  });
});

// A walk through hub and modules along one of the documents that they were made after, step by step: a demo on one of
// the databases, a cast of people, and what every page must show.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { Authenticator } from './authenticator.mjs';
import { DESK, PHONE, launch, person, picture, viewport } from './browser.mjs';
import { assertAccessible, assertNoSidewaysScroll, assertQuiet, complaints } from './checks.mjs';
import { startDemo } from './demo.mjs';
import { freshDatabase } from './engines.mjs';
import { pause } from './program.mjs';
import { answer, heading, send, stepOf } from './signin.mjs';

export const PARTNER = 'Example MSP';
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Starts a demo on `engine`. Pictures go to `e2e/out/<name>`. */
export async function startWalk(engine, name) {
  const database = freshDatabase(engine, name.replace('-', '_'));
  const demo = await startDemo({ postgres: database.address }).catch((error) => {
    database.drop();
    throw error;
  });
  const browser = await launch();
  const noises = [];
  const people = {};
  for (const login of demo.access.logins) {
    people[login.email] = { ...login, company: PARTNER, phone: new Authenticator(login.totp_secret) };
  }

  /** Somebody's fresh browser. */
  async function newPage() {
    const page = await (await person(browser)).newPage();
    noises.push(complaints(page));
    return page;
  }

  /** Makes members of a partner who can sign in at once: { name, email, username, role, groups }. */
  function cast(members, { partner = PARTNER, more = '' } = {}) {
    const text = members.map(({ name: called, email, username, role = 'user', groups = [] }) => {
      const secret = [...randomBytes(32)].map((byte) => BASE32[byte & 31]).join('');
      const password = `nine quiet bridges ${randomBytes(6).toString('hex')}`;
      people[email] = { name: called, email, username, password, company: partner, phone: new Authenticator(secret) };
      return `[[partner.member]]\nemail = "${email}"\nname = "${called}"\nusername = "${username}"\nrole = "${role}"
groups = ${JSON.stringify(groups)}\ncredentials = { password = "${password}", totp_secret = "${secret}" }\n`;
    });
    demo.apply(`[[partner]]\nname = "${partner}"\n${more}${text.join('')}`);
  }

  /** Proves at the hub who she is, from whichever step the page stands at. `by` is what she types first. */
  async function prove(page, email, { by = 'email', seen = async () => {} } = {}) {
    const who = people[email];
    for (let steps = 0; steps < 6; steps += 1) {
      const step = await stepOf(page);
      if (!step || step === 'affiliation' || !page.url().startsWith(demo.hub)) return;
      await seen(step);
      if (step === 'identifier') await answer(page, step, who[by]);
      else if (step === 'company') await answer(page, step, who.company);
      else if (step === 'password') await answer(page, step, who.password);
      else await answer(page, step, await who.phone.next());
    }
    assert.fail(`${email} is asked without end: ${await heading(page)}`);
  }

  /** Signs in at the hub, in a browser of her own. */
  async function atHub(email, path = '/modules') {
    const page = await newPage();
    await page.goto(`${demo.hub}${path}`);
    await prove(page, email);
    return page;
  }

  /** A page of the console, where a master proves herself once more when it asks. */
  async function confirm(page, email) {
    if (await page.locator('[name="confirm_code"]').count()) {
      await page.locator('[name="confirm_code"]').fill(await people[email].phone.next());
      await send(page, 'confirm_code');
    }
  }

  const said = async (page) => `${await heading(page)}\n${await page.locator('main').innerText().catch(() => '')}`;

  /** All of these texts are on the page. */
  async function sees(page, ...texts) {
    for (const text of texts) {
      await page.getByText(text).filter({ visible: true }).first().waitFor({ timeout: 10_000 }).catch(async () => {
        assert.fail(`"${text}" is not on the page: ${await said(page)}`);
      });
    }
  }

  /** A refusal stands there with its code, its sentence and its remedy. */
  async function refused(page, code, sentence, remedy) {
    await sees(page, sentence, remedy);
    assert.equal(await page.locator('code', { hasText: code }).first().innerText().catch(() => ''), code, await said(page));
  }

  /** Asks again until `there()` is true: for what the hub or a module does in its own time. */
  async function until(page, address, there) {
    const late = Date.now() + 30_000;
    for (;;) {
      await page.goto(address);
      if (await there()) return;
      await pause(200);
      if (Date.now() > late) assert.fail(`thirty seconds after: ${await said(page)}`);
    }
  }

  /** Looks at the page on a phone and on a desk, and leaves it on the desk. Once: how a page looks is the same on
   *  either database, and what it says is asked on both. */
  async function look(page, step) {
    if (engine.short !== 'embedded') return;
    for (const width of [PHONE, DESK]) {
      await page.setViewportSize(viewport(width));
      const where = `${step} at ${width}`;
      await picture(page, name, `${engine.short}-${step}-${width}`);
      await assertNoSidewaysScroll(page, where);
      await assertAccessible(page, where, { looks: width === PHONE });
    }
  }

  /** Presses a button and waits for the page that follows. */
  const press = (page, words, within = page) => Promise.all([
    page.waitForEvent('load'), within.getByRole('button', { name: words, exact: typeof words === 'string' }).first().click(),
  ]);

  return {
    demo, browser, people, newPage, cast, prove, atHub, confirm, said, sees, refused, until, look, press,
    modules: Object.fromEntries(demo.access.modules.map((module) => [module.key, module])),
    stop: async () => {
      await browser.close();
      await demo.stop();
      database.drop();
      for (const list of noises) assertQuiet(list, name);
    },
  };
}

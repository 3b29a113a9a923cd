// Every page in every state that the gallery knows, as a stranger meets it: on a phone and on a desk, light
// and dark, with JavaScript and without. Axe finds nothing, nothing scrolls sideways, and the strict
// Content-Security-Policy blocks nothing that the page needs. Pages of the gate and of a person are looked at in
// German too, whose words are the longest. Pictures go to e2e/out/pages, in the dark of typical ones only.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { DESK, PHONE, launch, person, picture, viewport } from './bench/browser.mjs';
import {
  assertAccessible, assertAccessibleWithoutScripts, assertNoSidewaysScroll, assertQuiet, complaints,
} from './bench/checks.mjs';
import { answers, built, freePorts, start } from './bench/program.mjs';

const program = built('GALLERY_BIN', ['-p', 'web', '--example', 'gallery'], 'debug/examples/gallery');
const port = await freePorts();
const base = `http://localhost:${port}`;
const gallery = await start(program, [String(port)], () => answers(`${base}/`), { limit: 30_000 });
const index = await (await fetch(`${base}/`)).text();
const samples = [...index.matchAll(/href="(\/[^"/]+\/[^"/]+)"/g)].map((match) => match[1]);
const pages = samples.filter((path) => !path.endsWith('.txt') && !path.startsWith('/assets/'));

/** The tabs that a sample is looked at in. They are used again: a renderer for each sample costs more than the looking. */
async function open(browser) {
  const tabs = {};
  for (const [name, options] of [['scripted', {}], ['plain', { js: false }], ['reader', {}]]) {
    tabs[name] = await (await person(browser, options)).newPage();
  }
  tabs.noise = complaints(tabs.scripted);
  tabs.plainNoise = complaints(tabs.plain);
  return tabs;
}

describe('every page in every state', { concurrency: 2 }, () => {
  let browser;
  const free = [];
  before(async () => {
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await gallery.stop();
  });

  test('the gallery has pages', () => assert.ok(pages.length > 10, `${pages.length} pages`));

  for (const path of pages) {
    test(path, { timeout: 120_000 }, async () => {
      // Tabs of a sample that failed are not used again.
      const tabs = free.pop() ?? await open(browser);
      await look(tabs, path);
      free.push(tabs);
    });
  }
});

async function look({ scripted: page, plain: bare, reader, noise, plainNoise }, path) {
  const name = path.slice(1).replaceAll('/', '--');
  noise.length = 0;
  await page.setViewportSize(viewport(PHONE));
  await page.emulateMedia({ colorScheme: 'light' });
  const response = await page.goto(base + path);
  assert.equal(response.status(), 200);
  for (const [width, colorScheme, looks] of [
    [PHONE, 'light', false], [PHONE, 'dark', true], [DESK, 'dark', false], [DESK, 'light', true],
  ]) {
    const where = `${path} at ${width}, ${colorScheme}`;
    await page.setViewportSize(viewport(width));
    await page.emulateMedia({ colorScheme });
    await assertNoSidewaysScroll(page, where);
    // A picture is for people to look at: of the dark, one of each page is enough.
    if (colorScheme === 'light' || path.endsWith('/typical')) await picture(page, 'pages', `${name}-${width}-${colorScheme}`);
    await assertAccessible(page, where, { looks });
  }
  if (/^\/(signin-|hub-|refusal)/.test(path)) {
    const where = `${path} in German`;
    await page.setViewportSize(viewport(PHONE));
    await page.goto(`${base}${path}?lang=de`);
    assert.equal(await page.locator('html').getAttribute('lang'), 'de');
    await assertNoSidewaysScroll(page, where);
    await picture(page, 'pages', `${name}-${PHONE}-de`);
    await assertAccessible(page, where, { looks: false });
  }
  // A page that asks again by itself would do so while the next is looked at.
  await page.goto('about:blank');
  assertQuiet(noise, path);

  plainNoise.length = 0;
  await bare.setViewportSize(viewport(PHONE));
  await bare.goto(base + path);
  for (const width of [PHONE, DESK]) {
    await bare.setViewportSize(viewport(width));
    await assertNoSidewaysScroll(bare, `${path} at ${width}, without JavaScript`);
  }
  // Without a script or a word for readers without one the page is the same, and was looked at above.
  if (/<(script|noscript)\b/i.test(await bare.content())) {
    await picture(bare, 'pages', `${name}-${DESK}-plain`);
    await assertAccessibleWithoutScripts(bare, reader, path);
  }
  await bare.goto('about:blank');
  assertQuiet(plainNoise, `${path}, without JavaScript`);
}

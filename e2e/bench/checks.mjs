// What must hold on every page, whoever looks at it and with whatever.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** Rules whose answer changes with the colour scheme or the width alone. */
const LOOKS = ['color-contrast', 'link-in-text-block', 'target-size'];

/** Collects what the page complains about: errors in the console, and so every breach of its own policy. */
export function complaints(page) {
  const list = [];
  page.on('console', (message) => {
    const text = message.text();
    // The status of a refusal page is no complaint of the page.
    const status = /^Failed to load resource: the server responded with a status of 4\d\d/.test(text);
    if ((message.type() === 'error' && !status) || /content security policy/i.test(text)) list.push(text);
  });
  page.on('pageerror', (error) => list.push(String(error)));
  return list;
}

export function assertQuiet(list, where) {
  assert.deepEqual(list, [], `${where}: the browser complained`);
}

/** Nothing may be wider than the window. */
export async function assertNoSidewaysScroll(page, where) {
  const [content, window_, widest] = await page.evaluate(() => {
    const edge = document.documentElement.clientWidth;
    const over = [...document.querySelectorAll('body *')].filter((one) => {
      if (one.getBoundingClientRect().right <= edge + 1) return false;
      // What scrolls inside a box of its own is fine.
      for (let box = one.parentElement; box; box = box.parentElement) {
        if (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(box).overflowX)) return false;
      }
      return true;
    });
    const name = (one) => `${one.tagName.toLowerCase()}.${one.className?.baseVal ?? one.className}`;
    return [document.documentElement.scrollWidth, edge, over.slice(0, 3).map(name)];
  });
  assert.ok(content <= window_, `${where}: ${content} px of content in a window of ${window_} px (${widest.join(', ')})`);
}

function tell(violations) {
  const places = (rule) => rule.nodes.slice(0, 3).map((node) => `      ${node.html}\n        ${node.failureSummary.replaceAll('\n', ' ')}`);
  return violations.map((rule) => `  ${rule.id}: ${rule.help}\n${places(rule).join('\n')}`).join('\n');
}

/** Runs axe on a page with JavaScript on. `looks` runs only the rules that colours and widths can change. */
export async function assertAccessible(page, where, { looks = false } = {}) {
  if (await page.evaluate(() => typeof globalThis.axe === 'undefined')) await page.evaluate(axe);
  const runOnly = looks ? { type: 'rule', values: LOOKS } : { type: 'tag', values: TAGS };
  const result = await page.evaluate(
    (options) => globalThis.axe.run(document, { runOnly: options, resultTypes: ['violations'] }),
    runOnly,
  );
  assert.equal(result.violations.length, 0, `${where}: axe found\n${tell(result.violations)}`);
}

/**
 * Runs axe on a page as it stands with JavaScript off. Axe is JavaScript itself, so it gets a copy of that
 * page, in a tab with JavaScript: scripts taken out, what is for readers without scripts put in their place, the
 * same style sheets.
 */
export async function assertAccessibleWithoutScripts(page, copy, where) {
  const html = (await page.content())
    .replace(/<script\b[\s\S]*?<\/script>/gi, '')
    .replace(/<\/?noscript[^>]*>/gi, '');
  await copy.setViewportSize(page.viewportSize());
  const address = page.url();
  await copy.route(address, (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body: html }));
  try {
    await copy.goto(address);
    await assertAccessible(copy, `${where}, without JavaScript`);
  } finally {
    await copy.unroute(address);
  }
}

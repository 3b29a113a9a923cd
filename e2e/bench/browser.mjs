// Debian's Chromium, as a person has it: a phone or a desk, light or dark, with or without JavaScript.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { ROOT } from './program.mjs';

export const PHONE = 390;
export const DESK = 1280;
const HEIGHT = { [PHONE]: 844, [DESK]: 900 };

// The flags past --headless keep it off the network: it has nothing to ask anybody but the hub.
const FLAGS = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];

export const viewport = (width) => ({ width, height: HEIGHT[width] ?? 900 });

export function launch() {
  const executablePath = process.env.CHROMIUM_BIN ?? '/usr/bin/chromium';
  return chromium.launch({ executablePath, headless: true, args: FLAGS });
}

/** A fresh person: no cookies, one width, one colour scheme, JavaScript on or off. */
export async function person(browser, { width = DESK, scheme = 'light', js = true } = {}) {
  const context = await browser.newContext({
    viewport: viewport(width), colorScheme: scheme, javaScriptEnabled: js, locale: 'en-GB', reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(15_000);
  context.setDefaultNavigationTimeout(30_000);
  return context;
}

/** Writes a picture of the whole page to `e2e/out/<suite>/<name>.png`. */
export async function picture(page, suite, name) {
  const folder = path.join(ROOT, 'e2e/out', suite);
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true, animations: 'disabled' });
}

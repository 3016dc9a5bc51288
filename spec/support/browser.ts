import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import sparticuz from '@sparticuz/chromium';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const screenshots = join(import.meta.dirname, '../.screenshots');
const systemChromium = ['/usr/bin/chromium', '/usr/bin/google-chrome'];
const quiet = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** Starts a headless Chromium: the machine's own where there is one, else the one from npm. */
export async function launchBrowser(): Promise<Browser> {
  const own = systemChromium.find((path) => existsSync(path));
  return chromium.launch({
    executablePath: own ?? (await sparticuz.executablePath()),
    args: own ? quiet : [...sparticuz.args.filter((arg) => arg !== '--single-process'), ...quiet],
    headless: true,
  });
}

/** A page that keeps what goes wrong in it. */
export interface WatchedPage {
  readonly page: Page;
  /** Console errors and warnings, uncaught errors, and requests that left this machine. */
  readonly complaints: readonly string[];
}

/** Opens a page in a context of its own. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    const { hostname, protocol } = new URL(request.url());
    if (protocol !== 'data:' && hostname !== '127.0.0.1') complaints.push(`request to ${hostname}`);
  });
  return { page, complaints };
}

/** Writes a screenshot of the whole page to `spec/.screenshots`. */
export async function screenshot(page: Page, name: string): Promise<void> {
  mkdirSync(screenshots, { recursive: true });
  await page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });
}

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser, openPage, screenshot, type WatchedPage } from '../support/browser.ts';
import { type SpecCollector, startSpecCollector } from '../support/collector.ts';
import { runProgram } from '../support/host-program.ts';
import { started } from '../support/items.ts';

let collector: SpecCollector;
let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(() => browser.close());

beforeEach(async () => {
  collector = await startSpecCollector();
});

afterEach(() => collector.close());

async function visit(path: string, options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const watched = await openPage(browser, options);
  await watched.page.goto(collector.link(path));
  return watched;
}

const dropped = { 'queue-full': 96, 'too-large': 0, refused: 3, closed: 0, corrupt: 0, failed: 0 };
const stats = {
  accepted: 1200,
  stored: 980,
  queued: 1,
  spooled: 120,
  dropped,
  recovered: 40,
  truncated: 7,
  withheld: 2,
};

describe('the delivery page', () => {
  it('shows for each program what is stored, what waits, and what was lost and why', async () => {
    await collector.keep([started('sess_lossy', 1, { agentName: 'lossy-desk' })], { id: 'lossy', stats });
    const { page, complaints } = await visit('/');
    await page.getByRole('link', { name: 'Delivery: 99 lost' }).click();
    const program = page.getByRole('article', { name: /lossy-desk/ });
    await program.waitFor();
    const text = ((await program.textContent()) ?? '').replace(/\s+/g, ' ');
    for (const part of [
      'Recorded1,200',
      'Stored981',
      'Waiting0',
      'On disk120',
      'Lost99',
      'Truncated7',
      'Withheld2',
    ])
      expect(text).toContain(part);
    expect(await program.getByRole('listitem').allTextContents()).toEqual([
      expect.stringContaining('96The queue was full.'),
      expect.stringContaining('3Refused by the collector.'),
    ]);
    expect(complaints).toEqual([]);
  });

  it('explains its purpose while it is empty', async () => {
    const { page } = await visit('/delivery');
    await page.getByRole('heading', { name: 'No program has delivered anything yet' }).waitFor();
    await page.getByRole('link', { name: 'Delivery', exact: true }).waitFor();
  });
});

describe('the settings page', () => {
  it('shows the active policy and the command that changes it', async () => {
    const { page, complaints } = await visit('/');
    await page.getByRole('link', { name: 'Settings' }).press('Enter');
    await page.getByText('builtin-3').waitFor();
    await page.getByRole('listitem').filter({ hasText: 'E-mail addresses in any script: on' }).waitFor();
    await page
      .getByRole('listitem')
      .filter({ hasText: 'Addresses of web pages and services: off' })
      .waitFor();
    const command = (await page.getByRole('region', { name: 'In a terminal' }).textContent()) ?? '';
    const [, file = '', dir = ''] = /^npx sentrial pii (\S+) --data (\S+)$/.exec(command) ?? [];
    const policy = { mode: 'hash', customPatterns: [{ label: 'EMPLOYEE_ID', pattern: 'EMP-\\d{4}' }] };
    writeFileSync(join(dir, file), JSON.stringify(policy));
    const chosen = await runProgram('lib/cli/main.ts', {}, ['pii', join(dir, file), '--data', dir]);
    expect(chosen).toMatchObject({ code: 0, stdout: expect.stringContaining('project-1') });
    await page.reload();
    await page.getByText('project-1').waitFor();
    const text = ((await page.getByRole('main').textContent()) ?? '').replace(/\s+/g, ' ');
    for (const part of ['chosen just now', 'mode hash', '[EMPLOYEE_ID]EMP-\\d{4}', '"mode": "hash"'])
      expect(text).toContain(part);
    expect(complaints).toEqual([]);
  });
});

describe('the pages of the project', () => {
  it.each(['light', 'dark'] as const)(
    'are readable and accessible at every width, %s',
    async (colorScheme) => {
      await collector.keep([started('sess_lossy', 1, { agentName: 'lossy-desk' })], { id: 'lossy', stats });
      for (const [name, text] of [
        ['delivery', 'lossy-desk'],
        ['settings', 'What is looked for'],
      ] as const) {
        const { page, complaints } = await visit(`/${name}`, { colorScheme });
        await page.getByText(text).first().waitFor();
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, nodes }) => [name, id, nodes[0]?.html])).toEqual([]);
        for (const width of [360, 1280]) {
          await page.setViewportSize({ width, height: 900 });
          await expect
            .poll(() => page.evaluate(() => document.documentElement.scrollWidth))
            .toBeLessThanOrEqual(width);
          await screenshot(page, `${name}-${colorScheme}-${width}`);
        }
        expect(complaints).toEqual([]);
        await page.context().close();
      }
    },
    120_000,
  );
});

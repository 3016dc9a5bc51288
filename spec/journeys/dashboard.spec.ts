import { AxeBuilder } from '@axe-core/playwright';
import { flush } from '@sentrial/mastra';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pointMastraAt, type ScriptedLlm, startScriptedLlm } from '../../samples/support/scripted-llm.ts';
import { supportScript } from '../../samples/support/support-script.ts';
import { launchBrowser, openPage, screenshot, type WatchedPage } from '../support/browser.ts';
import { type SpecCollector, specKey, startSpecCollector } from '../support/collector.ts';
import { llmEvent, started } from '../support/items.ts';

const convoId = 'thread-in-a-browser';
const widths = [360, 1024, 1280, 1600];
const schemes = ['light', 'dark'] as const;

let collector: SpecCollector;
let llm: ScriptedLlm;
let browser: Browser;
let failedSessionId: string;

beforeAll(async () => {
  collector = await startSpecCollector();
  llm = await startScriptedLlm(supportScript);
  pointMastraAt(llm);
  process.env.SENTRIAL_API_URL = collector.url;
  process.env.SENTRIAL_API_KEY = specKey;
  const { holdConversation } = await import('../../samples/support-conversation.ts');
  await holdConversation('user-42', convoId, () => undefined);
  await flush();
  const { sessions } = await collector.ask.sessions();
  failedSessionId = sessions.find(({ errorCount }) => errorCount > 0)?.id ?? '';
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
  await llm.stop();
  await collector.close();
});

/** A page of the dashboard in a browser that the printed link has logged in. */
async function visit(path: string, options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const watched = await openPage(browser, options);
  await watched.page.goto(collector.link(path));
  return watched;
}

describe('the session list', () => {
  it('shows every session with agent, input, answer, user and conversation, and leads to each', async () => {
    const { page, complaints } = await visit('/');
    const main = page.getByRole('main');
    await main.getByText("What's the status of order ORD-12345?").waitFor();
    const text = ((await main.textContent()) ?? '').replace(/\s+/g, ' ');
    for (const part of ['customer-support', '[EMAIL]', 'user-42', convoId, 'two recent orders'])
      expect(text).toContain(part);
    expect(text.match(/1 failed/g)).toHaveLength(1);
    await main.getByText("What's the status of order ORD-12345?").click();
    await page.waitForURL(/\/sessions\/sess_/);
    expect(complaints).toEqual([]);
  });

  it.each(widths)('keeps users and conversations apart at a width of %i', async (width) => {
    const ids = ['thread-1795412345678', 'thread-1795412444443'];
    await collector.keep(
      ids.map((id) =>
        started(`sess_${id}`, 1, { convoId: id, userId: `[EMAIL:${id.slice(-8)}]`, output: id }),
      ),
    );
    const { page } = await visit('/', { viewport: { width, height: 1000 } });
    for (const id of ids) {
      const row = page.getByRole('listitem').filter({ hasText: id }).first();
      if (width !== 1024)
        await row.getByText(id.slice(-6), { exact: true }).filter({ visible: true }).waitFor();
      await row
        .getByText(`[EMAIL:${id.slice(-8)}]`)
        .filter({ visible: true })
        .waitFor();
    }
    await page.context().close();
  });

  it('keeps its filters in the URL', async () => {
    const { page } = await visit('/');
    await page.getByText('two recent orders').first().waitFor();
    await page
      .getByRole('radio', { name: 'Failed' })
      .or(page.getByRole('button', { name: 'Failed' }))
      .first()
      .click();
    await expect.poll(() => new URL(page.url()).search).toContain('status=failed');
    await expect.poll(() => page.getByText('two recent orders').count()).toBe(0);
  });
});

describe('the session page', () => {
  it('shows overview, input, answer and the timeline with the failed tool', async () => {
    const { page, complaints } = await visit(`/sessions/${failedSessionId}`);
    const main = page.getByRole('main');
    await main.getByText('Order ORD-12345 (Trail running shoes) has shipped').first().waitFor();
    const text = ((await main.textContent()) ?? '').replace(/\s+/g, ' ');
    for (const part of ['Completed', 'user-42', convoId, 'gpt-4o-mini', 'check-order', '1 failed', '$0.0']) {
      expect(text).toContain(part);
    }
    expect(complaints).toEqual([]);
  });

  it('shows the values of the selected event, and keeps the selection in the URL', async () => {
    const { page, complaints } = await visit(`/sessions/${failedSessionId}`);
    const main = page.getByRole('main');
    await main.getByText('check-order').first().click();
    await main.getByText('orders database: connection reset by peer').first().waitFor();
    await main.getByText('ORD-12345').first().waitFor();
    expect(new URL(page.url()).search).toMatch(/event=evt_/);
    await page.reload();
    await main.getByText('orders database: connection reset by peer').first().waitFor();
    expect(complaints).toEqual([]);
  });
});

describe('the session page of a tool that the client runs', () => {
  it('shows in the timeline and in the detail that the client runs the call', async () => {
    const handed = { kind: 'tool', name: 'pick-color', usage: undefined, cost: undefined } as const;
    await collector.keep([
      started('sess_handed', 1),
      llmEvent('evt_handed', 'sess_handed', { ...handed, metadata: { handedTo: 'client' } }),
    ]);
    const { page, complaints } = await visit('/sessions/sess_handed');
    await page.getByRole('treeitem', { name: 'pick-color' }).getByText('handed to the client').waitFor();
    await page.getByRole('region', { name: 'Event' }).getByText('handed to the client').waitFor();
    await page.getByRole('heading', { name: 'Result' }).waitFor();
    expect(await page.getByText('handedTo').count()).toBe(0);
    expect(complaints).toEqual([]);
  });
});

describe('the session page of a model call', () => {
  it('shows the parts of its cost and the source of its price', async () => {
    const usage = { inputTokens: 150_000, cacheReadTokens: 1000, outputTokens: 2000 };
    await collector.keep([
      started('sess_priced', 1),
      llmEvent('evt_priced', 'sess_priced', {
        provider: 'anthropic',
        model: 'claude-haiku-5-5',
        usage,
        cost: {
          status: 'priced',
          totalPico: 80_050_000_000,
          parts: { input: 75_000_000_000, cacheRead: 50_000_000, output: 5_000_000_000 },
          modelId: 'anthropic/claude-haiku-5-5',
          source: '@sentrial/mastra@0.1.0',
          from: '2026-10-07',
          tier: '> 100,000 input tokens',
          reportedPico: 81_000_000_000,
        },
      }),
    ]);
    const { page, complaints } = await visit('/sessions/sess_priced');
    const event = page.getByRole('region', { name: 'Event' });
    await event.getByRole('cell', { name: 'Input, read from cache' }).waitFor();
    const text = ((await event.textContent()) ?? '').replace(/\s+/g, ' ');
    expect(text).toContain('$0.08005');
    expect(text).toContain(
      'Price of anthropic/claude-haiku-5-5 since 2026-10-07, tier > 100,000 input tokens, from @sentrial/mastra@0.1.0',
    );
    expect(text).toContain('The provider itself says that it cost $0.081.');
    expect(complaints).toEqual([]);
  });

  it('names the price to define for a model without one', async () => {
    await collector.keep([
      started('sess_unpriced', 1),
      llmEvent('evt_unpriced', 'sess_unpriced', {
        provider: 'acme.chat',
        model: 'models/Acme-1',
        cost: undefined,
      }),
    ]);
    const { page, complaints } = await visit('/sessions/sess_unpriced');
    const event = page.getByRole('region', { name: 'Event' });
    await event.getByText('No price is known for acme/acme-1.').waitFor();
    const text = ((await event.textContent()) ?? '').replace(/\s+/g, ' ');
    expect(text).toContain(
      'Give "acme/acme-1" a price in sentrial.prices.json, then run npx sentrial reprice.',
    );
    expect(complaints).toEqual([]);
    await screenshot(page, 'unpriced-model-call');
  });
});

describe('the conversation page', () => {
  it('lists the turns, oldest first, with labels in place of personal data', async () => {
    const { page, complaints } = await visit(`/conversations/${convoId}`);
    const main = page.getByRole('main');
    await main.getByText('Give me a summary of my recent orders.').waitFor();
    const text = ((await main.textContent()) ?? '').replace(/\s+/g, ' ');
    const places = [
      'My email is [EMAIL] and my SSN is [SSN]',
      'status of order',
      'summary of my recent',
      'two recent orders',
    ];
    expect(places.map((part) => text.indexOf(part))).toEqual(
      places.map((part) => text.indexOf(part)).sort((a, b) => a - b),
    );
    expect(places.filter((part) => !text.includes(part))).toEqual([]);
    expect(text).not.toMatch(/alice@example|123-45-6789/);
    expect(complaints).toEqual([]);
  });
});

describe('the session page of a program without redaction', () => {
  it('shows that redaction is off, above the page and in its facts', async () => {
    const redaction = { policy: 'off', scanned: 1, redacted: 0, withheld: 0 };
    await collector.keep([
      { ...started('sess_off', 1), redaction },
      { ...llmEvent('evt_off', 'sess_off'), redaction },
    ]);
    const { page } = await visit('/sessions/sess_off');
    await page.getByText('Redaction was switched off in the program that sent this session').waitFor();
    expect(await page.getByText('switched off', { exact: true }).count()).toBe(2);
  });
});

describe('a browser that is not logged in', () => {
  it('shows a login form, and the page after a valid key', async () => {
    const { page } = await openPage(browser);
    await page.goto(`${collector.url}/conversations/${convoId}`);
    await page.getByRole('textbox').or(page.locator('input[type=password]')).first().fill(specKey);
    await page.keyboard.press('Enter');
    await page.getByText('Give me a summary of my recent orders.').waitFor();
    expect(page.url()).toBe(`${collector.url}/conversations/${convoId}`);
  });

  it('shows that a link of an earlier start is no longer valid', async () => {
    const { page } = await openPage(browser);
    await page.goto(`${collector.url}/conversations/${convoId}?token=of-an-earlier-start`);
    await page.getByRole('heading', { name: 'This link is no longer valid' }).waitFor();
    expect(page.url()).toBe(`${collector.url}/conversations/${convoId}`);
  });
});

describe('a browser that is logged in', () => {
  it('shows the login page for an expired link', async () => {
    const { page } = await visit('/');
    await page.goto(`${collector.url}/conversations/${convoId}?token=of-an-earlier-start`);
    await page.getByText('Give me a summary of my recent orders.').waitFor();
    expect(page.url()).toBe(`${collector.url}/conversations/${convoId}`);
  });
});

describe('every page', () => {
  const pages = () =>
    [
      ['list', '/', 'two recent orders'],
      ['session', `/sessions/${failedSessionId}`, 'check-order'],
      ['conversation', `/conversations/${convoId}`, 'two recent orders'],
    ] as const;

  it.each(schemes)(
    'is readable and accessible at every width, %s',
    { timeout: 120_000 },
    async (colorScheme) => {
      for (const [name, path, text] of pages()) {
        const { page, complaints } = await visit(path, {
          colorScheme,
          viewport: { width: 1600, height: 1000 },
        });
        await page.getByText(text).first().waitFor();
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, nodes }) => [name, id, nodes[0]?.html])).toEqual([]);
        for (const width of widths) {
          await page.setViewportSize({ width, height: 1000 });
          await expect
            .poll(() => page.evaluate(() => document.documentElement.scrollWidth))
            .toBeLessThanOrEqual(width);
          await screenshot(page, `${name}-${colorScheme}-${width}`);
        }
        expect(complaints).toEqual([]);
        await page.context().close();
      }
    },
  );
});

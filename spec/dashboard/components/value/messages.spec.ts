import { describe, expect, it } from 'vitest';
import {
  newestMessages,
  readAnswer,
  readMessages,
  readPrompt,
} from '../../../../lib/dashboard/components/value/messages.ts';
import type { Json } from '../../../../lib/model/index.ts';

const user = (text: string) => ({ role: 'user', parts: [{ kind: 'text', text }] });

describe('readMessages()', () => {
  it.each([
    ['a text', 'Hi', [user('Hi')]],
    ['texts', ['Hi', 'there'], [user('Hi'), user('there')]],
    ['a message', { role: 'user', content: 'Hi' }, [user('Hi')]],
    ['messages', [{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }], [user('Hi')]],
    ['messages in a field', { messages: [{ role: 'user', content: 'Hi' }] }, [user('Hi')]],
    [
      'stored messages',
      [{ role: 'user', content: { format: 2, parts: [{ type: 'text', text: 'Hi' }] } }],
      [user('Hi')],
    ],
    ['messages with parts', [{ role: 'user', parts: [{ type: 'text', text: 'Hi' }] }], [user('Hi')]],
  ])('reads %s', (_, value, messages) => {
    expect(readMessages(value)).toEqual(messages);
  });

  it.each([[[]], [{ topic: 'x' }], [[{ id: 1 }]], [[1, 2]], [null], [undefined], [{ role: 'user' }]])(
    'leaves %j to others',
    (value) => {
      expect(readMessages(value)).toBeUndefined();
    },
  );

  it('reads tool calls and results, bare or wrapped', () => {
    const content: Json = [
      { type: 'tool-call', toolCallId: 'c1', toolName: 'lookup', input: { q: 1 } },
      { type: 'tool-result', toolCallId: 'c1', toolName: 'lookup', output: { type: 'json', value: [1] } },
      {
        type: 'tool-result',
        toolCallId: 'c2',
        toolName: 'lookup',
        output: { type: 'error-text', value: 'no' },
      },
      { type: 'tool-result', toolName: 'lookup', result: 'bare' },
      { type: 'image', image: 'data:image/png;base64,AAAA' },
    ];
    expect(readMessages({ role: 'assistant', content })?.[0]?.parts).toEqual([
      { kind: 'tool-call', toolName: 'lookup', toolCallId: 'c1', args: { q: 1 } },
      { kind: 'tool-result', toolName: 'lookup', toolCallId: 'c1', result: [1], isError: false },
      { kind: 'tool-result', toolName: 'lookup', toolCallId: 'c2', result: 'no', isError: true },
      { kind: 'tool-result', toolName: 'lookup', result: 'bare', isError: false },
      { kind: 'other', value: content.at(-1) },
    ]);
  });
});

describe('readPrompt()', () => {
  it('parts messages, tools and settings', () => {
    const input = { messages: [{ role: 'user', content: 'Hi' }], tools: ['a', 'b'], temperature: 0.2 };
    expect(readPrompt(input)).toEqual({
      messages: [user('Hi')],
      tools: ['a', 'b'],
      settings: { temperature: 0.2 },
    });
  });

  it('keeps tools that are more than names among the settings', () => {
    const input = { messages: ['Hi'], tools: [{ name: 'a' }] };
    expect(readPrompt(input)).toMatchObject({ tools: [], settings: { tools: [{ name: 'a' }] } });
  });

  it('leaves other inputs to others', () => {
    expect(readPrompt({ prompt: 'Hi' })).toBeUndefined();
  });
});

describe('readAnswer()', () => {
  it('puts reasoning before text before tool calls', () => {
    const output = { text: 'Hi', reasoning: 'hm', toolCalls: [{ toolName: 'a', args: { q: 1 } }] };
    expect(readAnswer(output)).toEqual([
      { kind: 'reasoning', text: 'hm' },
      { kind: 'text', text: 'Hi' },
      { kind: 'tool-call', toolName: 'a', args: { q: 1 } },
    ]);
  });

  it.each([[{ text: 'Hi', tokens: 3 }], [{}], [[1]], [undefined]])('leaves %j to others', (output) => {
    expect(readAnswer(output)).toBeUndefined();
  });
});

describe('newestMessages()', () => {
  const message = (role: string, text: string) => ({ role, parts: [{ kind: 'text', text } as const] });

  it('contains the messages after the last answer', () => {
    const history = [
      message('system', 's'),
      message('user', '1'),
      message('assistant', '2'),
      message('user', '3'),
    ];
    expect(newestMessages(history)).toEqual([message('user', '3')]);
  });

  it('is the last message when no message follows the answer', () => {
    expect(newestMessages([message('user', '1'), message('assistant', '2')])).toEqual([
      message('assistant', '2'),
    ]);
  });
});

import assert from 'node:assert';
import { bindSession } from '@sentrial/mastra';

// As much of `tap` as the tests of `continuation-local-storage` use. It counts what is asserted.

type Body = (t: Tap) => unknown;

/** What was asserted, and what of it was wrong. */
export const counts = { asserted: 0, tests: 0, running: 0, wrong: [] as string[] };

class Tap {
  readonly #name: string;
  readonly #done: () => void;
  #subtests: Promise<void> = Promise.resolve();
  #open = 0;
  #planned: number | undefined;
  #seen = 0;
  #isOver = false;

  constructor(name: string, done: () => void) {
    this.#name = name;
    this.#done = done;
  }

  plan(count: number): void {
    this.#planned = count;
  }

  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#done();
  }

  comment(): void {
    // It says nothing that is wrong.
  }

  /** Subtests run one after the other, each in the context in which it was given. */
  test(name: string, body: Body): void {
    const bound = bindSession(body);
    this.#open++;
    this.#subtests = this.#subtests
      .then(() => run(`${this.#name} > ${name}`, bound))
      .then(() => {
        this.#open--;
        this.#count();
      });
  }

  ok(value: unknown, message = ''): void {
    this.#check(() => assert.ok(value), message);
  }
  notOk(value: unknown, message = ''): void {
    this.#check(() => assert.ok(!value), message);
  }
  equal(a: unknown, b: unknown, message = ''): void {
    this.#check(() => assert.strictEqual(a, b), message);
  }
  equals(a: unknown, b: unknown, message = ''): void {
    this.equal(a, b, message);
  }
  notEqual(a: unknown, b: unknown, message = ''): void {
    this.#check(() => assert.notStrictEqual(a, b), message);
  }
  deepEqual(a: unknown, b: unknown, message = ''): void {
    this.#check(() => assert.deepEqual(a, b), message);
  }
  notDeepEqual(a: unknown, b: unknown, message = ''): void {
    this.#check(() => assert.notDeepEqual(a, b), message);
  }
  throws(act: () => unknown, message = ''): void {
    this.#check(() => assert.throws(act), message);
  }
  doesNotThrow(act: () => unknown, message = ''): void {
    this.#check(() => assert.doesNotThrow(act), String(message));
  }

  #check(act: () => void, message: string): void {
    counts.asserted++;
    try {
      act();
    } catch (error) {
      counts.wrong.push(`${this.#name}: ${message} (${(error as Error).message})`);
    }
    this.#count();
  }

  #count(): void {
    this.#seen++;
    if (this.#seen >= (this.#planned ?? Number.POSITIVE_INFINITY) && this.#open === 0) this.end();
  }
}

const run = (name: string, body: Body): Promise<void> =>
  new Promise((resolve) => {
    counts.tests++;
    counts.running++;
    const t = new Tap(name, () => {
      counts.running--;
      resolve();
    });
    body(t);
  });

let last: Promise<void> = Promise.resolve();

export const test = (name: string, body: Body): void => {
  last = last.then(() => run(name, body));
};

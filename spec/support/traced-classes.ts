import { traced, untraced } from '@sentrial/mastra';

class Base {
  inherited(): string {
    return 'inherited';
  }
}

@traced
export class Shop extends Base {
  static open(): string {
    return 'open';
  }

  readonly #stock = new Map([['pen', 3]]);

  count(item: string): number {
    return this.#stock.get(item) ?? 0;
  }

  @untraced
  secret(): string {
    return 'secret';
  }
}

export class Orders {
  #total = 40;

  @traced
  find(id: string, deep = false): { id: string; deep: boolean } {
    return { id, deep };
  }

  @traced()
  static async load(name: string): Promise<string> {
    return `loaded ${name}`;
  }

  @traced({
    name: 'order-total',
    kind: 'decision',
    capture: { input: false },
    attributes: (self: Orders, [rate]: readonly unknown[]) => ({ rate, total: self.#total }),
  })
  total(rate: number): number {
    return this.#add(rate);
  }

  @traced({ name: 'secret-add', capture: { output: false } })
  #add(rate: number): number {
    return this.#total + rate;
  }

  @traced
  get size(): number {
    return 2;
  }

  @traced
  *pages(): Generator<number> {
    yield 1;
    yield 2;
  }
}

import { traced } from '@sentrial/mastra';
import { action, computed, observable } from 'mobx';

/** A MobX store with standard decorators. */
export class Cart {
  @observable accessor items = 0;

  @traced
  @action
  addAbove(count: number): number {
    this.items += count;
    return this.items;
  }

  @action
  @traced
  addBelow(count: number): number {
    this.items += count;
    return this.items;
  }

  @computed
  get total(): number {
    return this.items * 10;
  }
}

import { traced } from '@sentrial/mastra';

/** A class with one method that returns a given value, in the legacy dialect of decorators. */
export class DecoratedLegacy {
  readonly self = this;

  @traced({ name: 'call' })
  call(act: (self: unknown) => unknown): unknown {
    return act(this);
  }
}

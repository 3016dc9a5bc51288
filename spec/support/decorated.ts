import { traced } from '@sentrial/mastra';

/** A class with one method that returns a given value, in the standard dialect of decorators. */
export class Decorated {
  readonly self = this;

  @traced({ name: 'call' })
  call(act: (self: unknown) => unknown): unknown {
    return act(this);
  }
}

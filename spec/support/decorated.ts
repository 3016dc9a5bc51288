import { traced } from '@sentrial/mastra';

/** A class whose one method gives what it is told to, in the standard dialect of decorators. */
export class Decorated {
  readonly self = this;

  @traced({ name: 'call' })
  call(act: (self: unknown) => unknown): unknown {
    return act(this);
  }
}

// @ts-nocheck: the decorators have the signatures of the legacy dialect.
import { traced } from '@sentrial/mastra';

const mark = Symbol('mark');

/** Notes metadata and own properties on a method, as routing libraries do. */
const noted =
  (name: string) =>
  (_target: object, _key: string, { value }: PropertyDescriptor): void => {
    Reflect.defineMetadata(name, { name }, value);
    Object.assign(value, { [mark]: name, [`${name}Property`]: true });
    queueMicrotask(() => Reflect.defineMetadata(`${name}-late`, true, value));
  };

export class Legacy {
  @traced
  @noted('first')
  @noted('second')
  below(): string {
    return 'below';
  }

  @noted('first')
  @noted('second')
  @traced
  above(): string {
    return 'above';
  }

  @noted('first')
  @traced
  @noted('second')
  around(): string {
    return 'around';
  }
}

@traced
export class LegacyClass {
  @noted('first')
  @noted('second')
  method(): string {
    return 'method';
  }
}

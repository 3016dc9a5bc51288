import { traced } from '@sentrial/mastra';

const mark = Symbol('mark');

/** Notes metadata and own properties on a method, as routing libraries do. */
function noted(name: string) {
  return <F extends (...args: never[]) => unknown>(
    method: F,
    { addInitializer }: ClassMethodDecoratorContext,
  ): void => {
    Reflect.defineMetadata(name, { name }, method);
    Object.assign(method, { [mark]: name, [`${name}Property`]: true });
    addInitializer(() => Reflect.defineMetadata(`${name}-late`, true, method));
  };
}

export class Standard {
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
export class StandardClass {
  @noted('first')
  @noted('second')
  method(): string {
    return 'method';
  }
}

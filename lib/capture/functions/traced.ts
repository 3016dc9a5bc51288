import type { AnyFunction, CallRecording } from './record-call.ts';
import { isTraced, recordingOf, type TraceOptions, traceAs, warnAboutTraceOptions } from './trace.ts';

// biome-ignore lint/suspicious/noExplicitAny: what is assignable to every class
type AnyClass = abstract new (...args: any[]) => unknown;

type StandardContext =
  | ClassDecoratorContext
  | ClassMethodDecoratorContext
  | ClassGetterDecoratorContext
  | ClassSetterDecoratorContext
  | ClassAccessorDecoratorContext
  | ClassFieldDecoratorContext;

type StandardMethodContext = Pick<ClassMethodDecoratorContext, 'metadata' | 'name' | 'static'>;

/** `@traced` in both decorator dialects, on all supported targets. The types of methods stay the same. */
export interface TracedDecorator {
  <This, F extends AnyFunction>(method: F, context: ClassMethodDecoratorContext<This, F>): F;
  <This, V>(getter: (this: This) => V, context: ClassGetterDecoratorContext<This, V>): (this: This) => V;
  <This, V>(
    accessor: ClassAccessorDecoratorTarget<This, V>,
    context: ClassAccessorDecoratorContext<This, V>,
  ): ClassAccessorDecoratorResult<This, V>;
  <C extends AnyClass>(target: C, context: ClassDecoratorContext<C>): C;
  /** Decorators with `experimentalDecorators`. */
  <T>(target: object, key: string | symbol, descriptor: TypedPropertyDescriptor<T>): void;
  <C extends AnyClass>(target: C): C;
}

type Names = WeakMap<object, Set<PropertyKey>>;

const untracedFunctions = new WeakSet<object>();
/**
 * Names of methods with `@traced` or `@untraced` of their own. Another decorator can replace the function that
 * these decorators saw.
 */
const legacyNames: Names = new WeakMap();
/** The same for standard decorators, by the metadata object of the class. */
const instanceNames: Names = new WeakMap();
const staticNames: Names = new WeakMap();

function addName(names: Names, owner: object | undefined, name: PropertyKey): void {
  if (owner) names.set(owner, (names.get(owner) ?? new Set()).add(name));
}

const namesOf = (names: Names, owner: object | undefined): Iterable<PropertyKey> =>
  (owner && names.get(owner)) ?? [];

const addStandardName = ({ metadata, name, static: isStatic }: StandardMethodContext): void =>
  addName(isStatic ? staticNames : instanceNames, metadata, name);

/**
 * Records each call of a method, a getter or an accessor, or of all methods of a class, as `trace()` does.
 * With standard decorators and with `experimentalDecorators`; bare, called, or called with options.
 *
 * @throws {TypeError} at decoration, on a field, a setter or a parameter, saying what to write instead
 *
 * @example
 * ```ts
 * class Orders {
 *   @traced
 *   async find(id: string) { … }
 *
 *   @traced({ name: 'order-total', capture: { input: false } })
 *   total(order: Order) { … }
 * }
 * ```
 */
// biome-ignore lint/suspicious/noExplicitAny: `this` of a method cannot be inferred from a decorator's options
export function traced(options?: TraceOptions<any, any>): TracedDecorator;
export function traced<This, F extends AnyFunction>(
  method: F,
  context: ClassMethodDecoratorContext<This, F>,
): F;
export function traced<This, V>(
  getter: (this: This) => V,
  context: ClassGetterDecoratorContext<This, V>,
): (this: This) => V;
export function traced<This, V>(
  accessor: ClassAccessorDecoratorTarget<This, V>,
  context: ClassAccessorDecoratorContext<This, V>,
): ClassAccessorDecoratorResult<This, V>;
export function traced<C extends AnyClass>(target: C, context: ClassDecoratorContext<C>): C;
export function traced<T>(target: object, key: string | symbol, descriptor: TypedPropertyDescriptor<T>): void;
export function traced<C extends AnyClass>(target: C): C;
export function traced(...args: readonly unknown[]): unknown {
  const [first] = args;
  const isOptions = args.length <= 1 && typeof first !== 'function';
  if (!isOptions) return decorate({}, args);
  const options = (first ?? {}) as TraceOptions;
  warnAboutTraceOptions('@traced', options);
  return (...target: readonly unknown[]) => decorate(options, target);
}

/** Excludes a method from `@traced` on its class, in both dialects. */
export function untraced<F extends AnyFunction>(method: F, context: ClassMethodDecoratorContext): void;
export function untraced<T>(
  target: object,
  key: string | symbol,
  descriptor: TypedPropertyDescriptor<T>,
): void;
export function untraced(...args: readonly unknown[]): void {
  const [target, context, descriptor] = args as [object, unknown, PropertyDescriptor | undefined];
  const method = descriptor ? descriptor.value : target;
  if (typeof method !== 'function')
    throw new TypeError('@untraced decorates methods of a class only. Remove it here.');
  untracedFunctions.add(method);
  if (isStandard(context)) addStandardName(context as StandardMethodContext);
  else addName(legacyNames, target, context as PropertyKey);
}

function decorate(options: TraceOptions, args: readonly unknown[]): unknown {
  const [target, context, descriptor] = args;
  if (isStandard(context)) return decorateStandard(options, target, context);
  if (args.length === 1 && typeof target === 'function') return traceClass(options, target as AnyClass);
  if (typeof context === 'string' || typeof context === 'symbol') {
    return decorateLegacy(options, target as object, context, descriptor);
  }
  throw wrongTarget('this');
}

/** Returns whether the second argument of a decorator is a context of standard decorators. */
const isStandard = (context: unknown): context is StandardContext =>
  typeof context === 'object' && context !== null && 'kind' in context;

function decorateStandard(options: TraceOptions, target: unknown, context: StandardContext): unknown {
  switch (context.kind) {
    case 'class':
      return traceClass(options, target as AnyClass, context.metadata);
    case 'method':
      addStandardName(context);
      return traceAs(target as AnyFunction, recordingOf(options, String(context.name)));
    case 'getter':
      return traceAs(target as AnyFunction, recordingOf(options, `get ${String(context.name)}`));
    case 'accessor': {
      const { get, set } = target as ClassAccessorDecoratorTarget<unknown, unknown>;
      return { get: traceAs(get, recordingOf(options, `get ${String(context.name)}`)), set };
    }
    default:
      throw wrongTarget(`${context.kind} ${String(context.name)}`);
  }
}

function decorateLegacy(
  options: TraceOptions,
  owner: object,
  key: string | symbol,
  descriptor: unknown,
): PropertyDescriptor {
  const name = String(key);
  if (typeof descriptor === 'object' && descriptor !== null) {
    const { value, get } = descriptor as PropertyDescriptor;
    if (typeof value === 'function') {
      addName(legacyNames, owner, key);
      return { ...descriptor, value: traceAs(value, recordingOf(options, name)) };
    }
    if (get) return { ...descriptor, get: traceAs(get, recordingOf(options, `get ${name}`)) };
  }
  throw wrongTarget(typeof descriptor === 'number' ? `a parameter of ${name}` : name);
}

/** Traces the own and inherited methods of a class, and its own static methods. */
function traceClass<C extends AnyClass>(options: TraceOptions, target: C, metadata?: object): C {
  const { name: prefix = target.name, ...rest } = options;
  const recording = (key: PropertyKey) => recordingOf(rest, `${prefix}.${String(key)}`);
  const seen = new Set<PropertyKey>(['constructor', ...namesOf(instanceNames, metadata)]);
  for (let at = target.prototype; at && !isBuiltIn(at); at = Object.getPrototypeOf(at)) {
    traceMethods(target.prototype, at, recording, seen);
  }
  const skipped = new Set<PropertyKey>(['prototype', 'name', 'length', ...namesOf(staticNames, metadata)]);
  traceMethods(target, target, recording, skipped);
  return target;
}

function traceMethods(
  onto: object,
  from: object,
  recordingFor: (key: PropertyKey) => CallRecording,
  seen: Set<PropertyKey>,
): void {
  for (const key of Reflect.ownKeys(from)) {
    const descriptor = Object.getOwnPropertyDescriptor(from, key);
    const method: unknown = descriptor?.value;
    if (seen.has(key) || typeof method !== 'function' || !descriptor?.configurable) continue;
    seen.add(key);
    if (legacyNames.get(from)?.has(key)) continue;
    if (untracedFunctions.has(method) || isTraced(method) || isClass(method)) continue;
    const value = traceAs(method as AnyFunction, recordingFor(key));
    // A class that cannot be changed keeps its methods.
    Reflect.defineProperty(onto, key, { ...descriptor, value });
  }
}

const textOf = (fn: unknown): string => Function.prototype.toString.call(fn);

/** A class in a property of another class is a value, not a method. */
const isClass = (fn: unknown): boolean => textOf(fn).startsWith('class');

/** Returns whether a prototype belongs to the language: `Object`, `Array`, `Error`, … */
function isBuiltIn(prototype: object): boolean {
  const own: unknown = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value;
  return typeof own === 'function' && /\{\s*\[native code\]\s*\}$/.test(textOf(own));
}

const wrongTarget = (what: string): TypeError =>
  new TypeError(
    `@traced cannot decorate ${what}. It decorates methods, getters, accessors and classes. ` +
      'For a function in a field, write `name = trace(() => …)`.',
  );

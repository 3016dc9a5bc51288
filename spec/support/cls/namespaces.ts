import { bindSession, currentSession, withSession } from '@sentrial/mastra';
// @ts-expect-error it has no types
import wrapEmitter from 'emitter-listener';

// The interface of `continuation-local-storage`, made of sessions: a context is what a session knows by its id.

type Context = Record<string, unknown>;
type Listener = ((...args: unknown[]) => unknown) & { [contextsOf]?: Record<string, Enter> };
type Enter = (fn: (...args: unknown[]) => unknown, self: unknown, args: unknown[]) => unknown;

const contextsOf = 'cls@contexts';
const failedIn = Symbol('failed in');
const active = new Map<string, ReadonlyMap<string, Context>>();
const holder = process as unknown as { namespaces: Record<string, Namespace | null> };

const here = (): ReadonlyMap<string, Context> => active.get(currentSession().id) ?? new Map();

class Namespace {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  get active(): Context | null {
    return here().get(this.name) ?? null;
  }

  /** As many entries as contexts lie around the caller. */
  get _set(): unknown[] {
    const around: unknown[] = [];
    for (let at: object | null = this.active; at; at = Object.getPrototypeOf(at)) around.push(at);
    return around;
  }

  set(key: string, value: unknown): unknown {
    if (!this.active) throw new Error('There is no context.');
    this.active[key] = value;
    return value;
  }

  get(key: string): unknown {
    return this.active?.[key];
  }

  createContext(): Context {
    return Object.create(this.active);
  }

  run(fn: (context: Context) => unknown): Context {
    const context = this.createContext();
    this.#within(context, () => void this.#noting(context, () => fn(context)));
    return context;
  }

  runAndReturn<R>(fn: (context: Context) => R): R {
    const context = this.createContext();
    return this.#within(context, () => this.#noting(context, () => fn(context)));
  }

  bind<F extends (...args: never[]) => unknown>(fn: F, context = this.active ?? this.createContext()): F {
    const noting = this.#noting;
    const bind = () =>
      bindSession(function (this: unknown, ...args: never[]) {
        return noting(context, () => Reflect.apply(fn, this, args));
      });
    return (context === this.active ? bind() : this.#within(context, bind)) as unknown as F;
  }

  bindEmitter(emitter: object): void {
    wrapEmitter(
      emitter as never,
      (listener: Listener) => this.#attach(listener),
      (listener: Listener) => {
        let wrapped: Listener = listener;
        for (const enter of Object.values(listener?.[contextsOf] ?? {})) {
          const inner = wrapped;
          wrapped = function (this: unknown, ...args) {
            return enter(inner, this, args);
          };
        }
        return wrapped;
      },
    );
  }

  fromException(error: { [failedIn]?: Context }): Context | undefined {
    return error[failedIn];
  }

  #attach(listener: Listener | undefined): void {
    if (!listener) return;
    listener[contextsOf] ??= {};
    const call: Enter = (fn, self, args) => Reflect.apply(fn, self, args);
    listener[contextsOf][`context@${this.name}`] = this.active ? bindSession(call) : call;
  }

  #within<R>(context: Context, act: () => R): R {
    const around = here();
    return withSession({ name: this.name, ifNested: 'new' }, () => {
      active.set(currentSession().id, new Map([...around, [this.name, context]]));
      return act();
    });
  }

  readonly #noting = <R>(context: Context, act: () => R): R => {
    try {
      return act();
    } catch (error) {
      if (typeof error === 'object' && error !== null)
        (error as { [failedIn]?: Context })[failedIn] = context;
      throw error;
    }
  };
}

export const getNamespace = (name: string): Namespace | null | undefined => holder.namespaces[name];

export function createNamespace(name: string): Namespace {
  if (!name) throw new TypeError('A namespace has a name.');
  const namespace = new Namespace(name);
  holder.namespaces[name] = namespace;
  return namespace;
}

export function destroyNamespace(name: string): void {
  if (!getNamespace(name)) throw new TypeError(`There is no namespace ${name}.`);
  holder.namespaces[name] = null;
}

export function reset(): void {
  holder.namespaces = Object.create(null);
}

reset();

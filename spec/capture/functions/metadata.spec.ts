import 'reflect-metadata';
import { bindSession, trace } from '@sentrial/mastra';
import { beforeAll, describe, expect, it } from 'vitest';
import { Legacy, LegacyClass } from '../../support/registries.legacy.ts';
import { Standard, StandardClass } from '../../support/registries.ts';

const wrappers = { 'trace()': trace, 'bindSession()': bindSession };

describe.each(Object.entries(wrappers))('a function returned by %s', (_, wrap) => {
  it('has the metadata that was defined on the original before', () => {
    const original = () => 'x';
    Reflect.defineMetadata('path', '/x', original);
    const wrapped = wrap(original);
    expect(Reflect.getMetadata('path', wrapped)).toBe('/x');
    expect(Reflect.getOwnMetadata('path', wrapped)).toBe('/x');
    expect(Reflect.hasMetadata('path', wrapped)).toBe(true);
    expect(Reflect.getOwnMetadataKeys(wrapped)).toEqual(['path']);
  });

  it('shares metadata that is defined or deleted later, in both directions', () => {
    const original = () => 'x';
    const wrapped = wrap(original);
    Reflect.defineMetadata('a', 1, original);
    Reflect.defineMetadata('b', 2, wrapped);
    expect(Reflect.getMetadataKeys(wrapped)).toEqual(['a', 'b']);
    expect(Reflect.getMetadataKeys(original)).toEqual(['a', 'b']);
    expect(Reflect.deleteMetadata('a', wrapped)).toBe(true);
    expect(Reflect.hasOwnMetadata('a', original)).toBe(false);
  });

  it('shares metadata when it is wrapped repeatedly', () => {
    const original = () => 'x';
    Reflect.defineMetadata('a', 1, original);
    const twice = wrap(wrap(original));
    Reflect.defineMetadata('b', 2, twice);
    expect(Reflect.getMetadataKeys(twice)).toEqual(['a', 'b']);
    expect(Reflect.getMetadata('b', original)).toBe(2);
  });

  it('leaves functions without metadata, and their metadata apart', () => {
    const [first, second] = [() => 'x', () => 'y'].map((fn) => wrap(fn)) as [object, object];
    Reflect.defineMetadata('a', 1, first);
    expect(Reflect.getMetadataKeys(second)).toEqual([]);
  });
});

describe.each(
  Object.entries({
    standard: { Methods: Standard, Class: StandardClass },
    legacy: { Methods: Legacy, Class: LegacyClass },
  }),
)('a method with @traced and other decorators, %s dialect', (_, { Methods, Class }) => {
  const methods = Methods.prototype as unknown as Record<string, object>;

  beforeAll(() => {
    new Methods();
    new Class();
  });

  it.each([
    ['above the other decorators', () => methods.below],
    ['below the other decorators', () => methods.above],
    ['between the other decorators', () => methods.around],
    ['on its class', () => Class.prototype.method],
  ])('has their metadata and properties with @traced %s', (_place, methodOf) => {
    const method = methodOf() as object;
    expect(Reflect.getMetadata('first', method)).toEqual({ name: 'first' });
    expect(Reflect.getMetadata('second', method)).toEqual({ name: 'second' });
    expect(Reflect.getMetadata('first-late', method)).toBe(true);
    expect(Reflect.getMetadata('second-late', method)).toBe(true);
    expect(Object.keys(method).sort()).toEqual(['firstProperty', 'secondProperty']);
    expect(Object.getOwnPropertySymbols(method)).toHaveLength(1);
  });
});

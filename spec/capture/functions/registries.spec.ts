import 'reflect-metadata';
import { validate } from 'class-validator';
import { autorun, isAction } from 'mobx';
import { getMetadataArgsStorage } from 'typeorm';
import { describe, expect, it } from 'vitest';
import { Customer } from '../../support/frameworks/models.legacy.ts';
import { Cart } from '../../support/frameworks/models.ts';
import { recordToSink } from '../../support/recorded.ts';

const recorded = recordToSink();

describe('a TypeORM entity with @traced', () => {
  it('keeps its table, columns and listeners', () => {
    const storage = getMetadataArgsStorage();
    const ownedBy = ({ target }: { readonly target: unknown }) => target === Customer;
    expect(storage.tables.filter(ownedBy)).toMatchObject([{ name: 'customers' }]);
    expect(storage.columns.filter(ownedBy).map(({ propertyName }) => propertyName)).toEqual(['id', 'email']);
    expect(storage.entityListeners.filter(ownedBy)).toMatchObject([{ propertyName: 'normalize' }]);
  });

  it('is validated and transformed by its other decorators', async () => {
    const customer = Customer.from({ name: 'Al', email: 'none' });
    expect(customer).toBeInstanceOf(Customer);
    const problems = await validate(customer);
    expect(problems.map(({ property }) => property).sort()).toEqual(['email', 'name']);
  });

  it('records its methods', async () => {
    const customer = Object.assign(new Customer(), { email: 'A@B.C' });
    customer.normalize();
    expect(customer.email).toBe('a@b.c');
    const { events } = await recorded();
    expect(events.map(({ name }) => name)).toEqual(['normalize']);
  });
});

describe('a MobX store with @traced', () => {
  it('stays observable, with @traced above and below @action', async () => {
    const cart = new Cart();
    const seen: number[] = [];
    const stop = autorun(() => seen.push(cart.total));
    expect([cart.addAbove(1), cart.addBelow(2)]).toEqual([1, 3]);
    stop();
    expect(seen).toEqual([0, 10, 30]);
    expect([isAction(cart.addAbove), isAction(cart.addBelow)]).toEqual([true, true]);
    const { events } = await recorded();
    expect(events.map(({ name }) => name).sort()).toEqual(['addAbove', 'addBelow']);
  });
});

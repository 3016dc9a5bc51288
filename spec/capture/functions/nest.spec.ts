import 'reflect-metadata';
import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppModule, Handlers } from '../../support/frameworks/nest.legacy.ts';
import { recordToSink } from '../../support/recorded.ts';

const recorded = recordToSink();

describe('a NestJS application', () => {
  let app: INestApplication;
  let url: string;

  beforeAll(async () => {
    app = await NestFactory.create(AppModule, { logger: false });
    await app.listen(0, '127.0.0.1');
    url = await app.getUrl();
  });

  afterAll(() => app.close());

  it.each([
    ['methods/above', 200, 'above', ['above']],
    ['methods/below', 200, 'below', ['below']],
    ['methods/admin-1', 403, undefined, []],
    ['methods/admin-2', 403, undefined, []],
    ['methods/admin-3', 403, undefined, []],
    ['methods/twice/21', 200, '{"value":42}', ['first', 'second']],
    ['methods/twice/none', 400, undefined, []],
    ['outer/open', 200, 'open', ['OuterController.open']],
    ['outer/admin', 403, undefined, []],
    ['outer/quiet', 200, 'quiet', []],
    ['inner/open', 200, '{"value":"open"}', ['InnerController.open']],
    ['inner/admin', 403, undefined, []],
  ])('answers GET /%s with %i and records its traced methods', async (path, status, text, names) => {
    const response = await fetch(`${url}/${path}`);
    const body = await response.text();
    expect(response.status).toBe(status);
    if (text !== undefined) expect(body).toBe(text);
    const { events } = await recorded();
    expect(events.map(({ name }) => name).sort()).toEqual(names);
  });
});

describe('a method with a NestJS decorator', () => {
  it.each([
    ['@Cron', 'cron'],
    ['@OnEvent', 'event'],
    ['@MessagePattern', 'message'],
    ['@EventPattern', 'pattern'],
  ])('has the same metadata with %s above and below @traced', (_, name) => {
    const methods = Handlers.prototype as unknown as Record<string, object>;
    const [above, below] = [methods[`${name}Above`], methods[`${name}Below`]] as [object, object];
    const metadataOf = (method: object) =>
      Reflect.getMetadataKeys(method).map((key) => [key, Reflect.getMetadata(key, method)]);
    expect(metadataOf(above).length).toBeGreaterThan(0);
    expect(new Map(metadataOf(above).map(([key, value]) => [key, JSON.stringify(value)]))).toEqual(
      new Map(metadataOf(below).map(([key, value]) => [key, JSON.stringify(value)])),
    );
  });
});

import { sdk } from '../../model/index.ts';
import type { PublicHandler } from './handler.ts';

/** `GET /health`: responds while requests are served. */
export const health: PublicHandler = async () =>
  Response.json({ status: 'ok', version: sdk.version }, { headers: { 'cache-control': 'no-store' } });

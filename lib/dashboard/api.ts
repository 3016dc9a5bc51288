import { QueryClient } from '@tanstack/react-query';
import { createQueryClient, QueryError } from '../query/index.ts';
import { loginPath } from './links.ts';

/** Client for the collector that served the page. */
export const api = createQueryClient({ keepAnswers: 8 });

const firstRetryMs = 500;
const lastRetryMs = 4000;

/** Returns whether an error can pass: no response, or a server error. */
export const isTransient = (error: unknown): boolean =>
  error instanceof QueryError ? error.status === 0 || error.status >= 500 : false;

/** Returns whether the collector does not have the requested item. */
export const isMissing = (error: unknown): boolean => error instanceof QueryError && error.status === 404;

/** Creates the cache of answers. Failed queries are retried until the collector responds. */
export const createAnswerCache = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        // The collector is often on this machine and responds without a network.
        networkMode: 'always',
        retry: (_, error) => isTransient(error),
        retryDelay: (attempt) => Math.min(firstRetryMs * 2 ** attempt, lastRetryMs),
        throwOnError: false,
      },
    },
  });

/** Exchanges an API key for the cookie of a browser session. Returns the problem with the key, if any. */
export async function logIn(apiKey: string): Promise<string | undefined> {
  const headers = { 'content-type': 'application/json' };
  try {
    const response = await fetch(loginPath, { method: 'POST', headers, body: JSON.stringify({ apiKey }) });
    if (response.ok) return undefined;
    const { message } = (await response.json()) as { readonly message?: unknown };
    return typeof message === 'string' ? message : 'The collector refused the key.';
  } catch {
    return 'The collector does not answer.';
  }
}

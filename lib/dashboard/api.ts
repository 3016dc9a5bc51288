import { QueryClient } from '@tanstack/react-query';
import { createQueryClient, QueryError } from '../query/index.ts';
import { loginPath } from './links.ts';

/** Asks the collector that served the page. */
export const api = createQueryClient({ keepAnswers: 8 });

const firstRetryMs = 500;
const lastRetryMs = 4000;

/** True for an error that may pass: no answer, or one of a server in trouble. */
export const isPassing = (error: unknown): boolean =>
  error instanceof QueryError ? error.status === 0 || error.status >= 500 : false;

/** True when the collector answered that it does not have what was asked for. */
export const isMissing = (error: unknown): boolean => error instanceof QueryError && error.status === 404;

/** Keeps the answers of the collector, and asks again for as long as it does not answer. */
export const createAnswers = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        // The collector is often on this machine, and answers whether or not there is a network.
        networkMode: 'always',
        retry: (_, error) => isPassing(error),
        retryDelay: (attempt) => Math.min(firstRetryMs * 2 ** attempt, lastRetryMs),
        throwOnError: false,
      },
    },
  });

/** Exchanges an API key for the cookie of a browser session. Returns what was wrong with it, if anything. */
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

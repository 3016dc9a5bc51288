import type { StoredSession } from './stored-sessions.ts';

/** The events of a session as an indented outline: `kind name [status]`, in the order in which they began. */
export function eventTree({ events }: StoredSession): string[] {
  const below = (parentEventId: string | undefined, depth: number): string[] =>
    events
      .filter((event) => event.parentEventId === parentEventId)
      .flatMap((event) => {
        const { id, kind, name, status } = event;
        const line = `${'  '.repeat(depth)}${kind} ${name}${status === 'ok' ? '' : ` ${status}`}`;
        return [line, ...below(id, depth + 1)];
      });
  return below(undefined, 0);
}

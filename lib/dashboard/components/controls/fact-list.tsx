import type { ReactNode } from 'react';

/** One entry of a {@link FactList}. */
export interface Fact {
  readonly name: string;
  readonly value: ReactNode;
}

const layouts = {
  number: {
    list: 'grid-cols-[repeat(auto-fill,minmax(5.25rem,1fr))] gap-y-2.5',
    fact: '',
    name: '',
  },
  short: {
    list: 'grid-cols-[repeat(auto-fill,minmax(8.75rem,1fr))] gap-y-2.5',
    fact: '',
    name: '',
  },
  long: {
    list: 'gap-y-1.5 @md:grid-cols-2 @md:gap-y-2.5 @3xl:grid-cols-4',
    fact: 'flex gap-3 @md:block',
    name: 'w-24 shrink-0 @md:w-auto',
  },
} as const;

/**
 * A list of names with values below, in columns. Long values, such as ids, get a full line on narrow pages.
 */
export function FactList({
  facts,
  values = 'short',
}: {
  readonly facts: readonly Fact[];
  /** @default 'short' */
  readonly values?: keyof typeof layouts;
}) {
  const { list, fact, name } = layouts[values];
  return (
    <div className="@container">
      <dl className={`grid gap-x-5 ${list}`}>
        {facts.map((entry) => (
          <div key={entry.name} className={`min-w-0 ${fact}`}>
            <dt className={`text-muted text-xs/5 ${name}`}>{entry.name}</dt>
            <dd className="min-w-0 truncate font-medium text-ink tabular-nums">{entry.value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

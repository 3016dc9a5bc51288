import type { ReactNode } from 'react';

/** One entry of a {@link FactList}. */
export interface Fact {
  readonly name: string;
  readonly value: ReactNode;
  /** True for a value that needs the room of two. */
  readonly isWide?: boolean;
}

/** Names with their values below, as many beside each other as there is room for. */
export function FactList({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className="grid grid-cols-[repeat(auto-fill,minmax(8.75rem,1fr))] gap-x-5 gap-y-2.5">
      {facts.map((fact) => (
        <div key={fact.name} className={`min-w-0 ${fact.isWide ? 'col-span-2' : ''}`}>
          <dt className="text-muted text-xs">{fact.name}</dt>
          <dd className="truncate font-medium text-ink tabular-nums">{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}

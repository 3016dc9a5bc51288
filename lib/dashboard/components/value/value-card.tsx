import { Braces, LetterText } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { Json } from '../../../model/index.ts';
import { Card } from '../controls/card.tsx';
import { CopyButton } from '../controls/copy-button.tsx';
import { IconButton } from '../controls/icon-button.tsx';
import { JsonTree } from './json-tree.tsx';

/** A value with a heading, a copy button, and a switch to its JSON. */
export function ValueCard({
  title,
  value,
  formatted,
  isRegion,
}: {
  readonly title: string;
  readonly value: Json;
  /** The value in a more readable form than JSON, if there is one. */
  readonly formatted?: ReactNode;
  readonly isRegion?: boolean;
}) {
  const [asJson, setAsJson] = useState(false);
  const isJson = asJson || formatted === undefined;
  const toggle = asJson
    ? { icon: LetterText, label: `Show ${title.toLowerCase()} as text` }
    : { icon: Braces, label: `Show ${title.toLowerCase()} as JSON` };
  const aside = (
    <>
      {formatted !== undefined && <IconButton {...toggle} onClick={() => setAsJson(!asJson)} />}
      <CopyButton text={() => textOf(value)} label={`Copy ${title.toLowerCase()}`} />
    </>
  );
  return (
    <Card title={title} aside={aside} isRegion={isRegion}>
      <div className="px-4 py-3">{isJson ? <JsonTree value={value} /> : formatted}</div>
    </Card>
  );
}

const textOf = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value, null, 2));

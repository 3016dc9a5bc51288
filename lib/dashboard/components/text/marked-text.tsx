import { useMemo } from 'react';
import { markText, type TextMark } from './text-marks.ts';

/** Recorded text without any markup. Labels are highlighted, and hidden characters are shown by name. */
export function MarkedText({ text }: { readonly text: string }) {
  const marks = useMemo(() => markText(text), [text]);
  if (marks.length === 1 && marks[0]?.kind === 'plain') return text;
  let at = 0;
  return marks.map((mark) => {
    const key = at;
    at += mark.text.length;
    return <Mark key={key} mark={mark} />;
  });
}

function Mark({ mark }: { readonly mark: TextMark }) {
  if (mark.kind === 'plain') return <span>{mark.text}</span>;
  if (mark.kind === 'label') return <span className="redaction-label">{mark.text}</span>;
  return (
    <span className="hidden-character" data-name={mark.name}>
      {mark.text}
    </span>
  );
}

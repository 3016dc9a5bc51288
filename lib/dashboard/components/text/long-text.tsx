import { use, useState } from 'react';
import { formatCount } from '../../format/count.ts';
import { TextButton } from '../controls/text-button.tsx';
import { DisplayLimits } from './display-limits.ts';
import { MarkedText } from './marked-text.tsx';
import { clipText } from './text-marks.ts';

/** Props of {@link LongText}. */
export interface LongTextProps {
  readonly text: string;
  /** Characters visible at first. @default from the display limits */
  readonly maxChars?: number;
  /** Lines visible at first. @default from the display limits */
  readonly maxLines?: number;
  readonly className?: string;
}

/** The beginning of a long text, and all of it on demand. */
export function LongText({ text, maxChars, maxLines, className = '' }: LongTextProps) {
  const room = use(DisplayLimits);
  const [whole, setWhole] = useState(false);
  const clipped = clipText(text, maxChars ?? room.chars, maxLines ?? room.lines);
  return (
    <div className={className}>
      <div className="content-text">
        <MarkedText text={whole ? text : clipped.shown} />
        {clipped.hiddenChars > 0 && !whole && <span aria-hidden>…</span>}
      </div>
      {clipped.hiddenChars > 0 && (
        <TextButton onClick={() => setWhole(!whole)} expanded={whole}>
          {whole ? 'Show less' : `Show all ${formatCount(text.length)} characters`}
        </TextButton>
      )}
    </div>
  );
}

import { MarkedText } from './marked-text.tsx';

const tailChars = 6;
/** Text that can be cut anywhere: neither a label nor right-to-left. */
const plainId = /^[\w.:/@-]+$/;

/** An id on one line. On narrow pages its middle is cut, since ids of one kind start alike. */
export function IdText({ text }: { readonly text: string }) {
  if (!plainId.test(text) || text.length <= tailChars * 2)
    return (
      <bdi className="min-w-0 truncate">
        <MarkedText text={text} />
      </bdi>
    );
  return (
    <span className="flex min-w-0">
      <span className="truncate">{text.slice(0, -tailChars)}</span>
      <span className="shrink-0">{text.slice(-tailChars)}</span>
    </span>
  );
}

import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { copyText } from '../../hooks/copy-text.ts';
import { IconButton } from './icon-button.tsx';

const confirmMs = 1500;

/** A button that copies a text. The text is created on demand. */
export function CopyButton({ text, label }: { readonly text: () => string; readonly label: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), confirmMs);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () => {
    copyText(text()).then(setCopied, () => setCopied(false));
  };
  return (
    <>
      <IconButton icon={copied ? Check : Copy} label={copied ? 'Copied' : label} onClick={copy} />
      <span className="sr-only" role="status">
        {copied ? 'Copied' : ''}
      </span>
    </>
  );
}

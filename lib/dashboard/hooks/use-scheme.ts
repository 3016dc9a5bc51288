import { useState } from 'react';

/** The colours of the page: the system's, or one's own choice. */
export type Scheme = 'system' | 'light' | 'dark';

const storageKey = 'sentrial.scheme';

const read = (): Scheme => {
  const { scheme } = document.documentElement.dataset;
  return scheme === 'light' || scheme === 'dark' ? scheme : 'system';
};

function apply(scheme: Scheme): void {
  if (scheme === 'system') delete document.documentElement.dataset.scheme;
  else document.documentElement.dataset.scheme = scheme;
  try {
    if (scheme === 'system') localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, scheme);
  } catch {
    // Where storage is blocked, the choice lasts as long as the page.
  }
}

/** The colour scheme and a way to choose one; `public/scheme.js` applies the choice at the next start. */
export function useScheme(): readonly [Scheme, (scheme: Scheme) => void] {
  const [scheme, setScheme] = useState(read);
  const choose = (next: Scheme) => {
    apply(next);
    setScheme(next);
  };
  return [scheme, choose];
}

import { useState } from 'react';

/** The colour scheme: the system's, or the user's choice. */
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
    // With blocked storage, the choice lasts as long as the page.
  }
}

/** Returns the colour scheme and its setter. `public/scheme.js` applies the choice at the next start. */
export function useScheme(): readonly [Scheme, (scheme: Scheme) => void] {
  const [scheme, setScheme] = useState(read);
  const choose = (next: Scheme) => {
    apply(next);
    setScheme(next);
  };
  return [scheme, choose];
}

// Runs before the first paint, so that a page never shows in the wrong colours first. Written by use-scheme.ts.
try {
  const scheme = localStorage.getItem('sentrial.scheme');
  if (scheme === 'light' || scheme === 'dark') document.documentElement.dataset.scheme = scheme;
} catch {
  // Where storage is blocked, the system's scheme stays.
}

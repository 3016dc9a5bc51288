const note = '#stale-link';

/** Whether the page was opened by a link with an expired token. */
export const openedByExpiredLink: boolean = takeExpiredMark();

/** Reads the collector's note from the URL and removes it. */
function takeExpiredMark(): boolean {
  if (location.hash !== note) return false;
  history.replaceState(history.state, '', location.pathname + location.search);
  return true;
}

const note = '#stale-link';

/** True when the page was opened by a link with a token that the collector does not know, or no longer. */
export const cameByStaleLink: boolean = takeNote();

/** The collector notes it in the address, where nobody needs to see it. */
function takeNote(): boolean {
  if (location.hash !== note) return false;
  history.replaceState(history.state, '', location.pathname + location.search);
  return true;
}

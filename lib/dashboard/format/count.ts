const countFormat = new Intl.NumberFormat('en-US', { maximumFractionDigits: 4 });

/** A number with its thousands parted: `1,234`. */
export const formatCount = (count: number): string => countFormat.format(count);

/** A number with its noun: `1 tool`, `2 tools`. */
export const formatCounted = (count: number, noun: string, nouns = `${noun}s`): string =>
  `${formatCount(count)} ${count === 1 ? noun : nouns}`;

/** A part of a whole in percent: `12%`; `<1%` for what would round to none. */
export function formatShare(part: number, whole: number): string {
  if (whole <= 0) return '0%';
  const percent = (part / whole) * 100;
  return percent > 0 && percent < 1 ? '<1%' : `${Math.round(percent)}%`;
}

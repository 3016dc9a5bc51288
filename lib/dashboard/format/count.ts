const countFormat = new Intl.NumberFormat('en-US', { maximumFractionDigits: 4 });

/** Formats a number with thousands separators: `1,234`. */
export const formatCount = (count: number): string => countFormat.format(count);

/** Formats a number with its noun: `1 tool`, `2 tools`. */
export const formatCounted = (count: number, noun: string, nouns = `${noun}s`): string =>
  `${formatCount(count)} ${count === 1 ? noun : nouns}`;

/** Formats a share in percent: `12%`, or `<1%` for a small part. */
export function formatShare(part: number, whole: number): string {
  if (whole <= 0) return '0%';
  const percent = (part / whole) * 100;
  return percent > 0 && percent < 1 ? '<1%' : `${Math.round(percent)}%`;
}

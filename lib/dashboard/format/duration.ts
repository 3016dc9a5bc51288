const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

/** Formats a duration in its two largest units: `842 ms`, `1.24 s`, `2 m 05 s`, `3 h 20 m`, `2 d 04 h`. */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms)) return '—';
  if (ms < 0) return `-${formatDuration(-ms)}`;
  if (ms < 9.95) return `${trimZero(ms.toFixed(1))} ms`;
  if (Math.round(ms) < secondMs) return `${Math.round(ms)} ms`;
  if (Math.round(ms / 10) < 1000) return `${(ms / secondMs).toFixed(2)} s`;
  if (Math.round(ms / 100) < 600) return `${(ms / secondMs).toFixed(1)} s`;
  if (Math.round(ms / secondMs) < 3600) return twoUnits(Math.round(ms / secondMs), 60, 'm', 's');
  if (Math.round(ms / minuteMs) < 1440) return twoUnits(Math.round(ms / minuteMs), 60, 'h', 'm');
  return twoUnits(Math.round(ms / hourMs), 24, 'd', 'h');
}

const trimZero = (text: string): string => text.replace(/\.0$/, '');

const twoUnits = (total: number, per: number, large: string, small: string): string =>
  `${Math.floor(total / per).toLocaleString('en-US')} ${large} ${String(total % per).padStart(2, '0')} ${small}`;

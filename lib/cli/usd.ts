const decimals = 12;
const picoPerUsd = 10n ** BigInt(decimals);

/** Formats pico-dollars with all digits, such as `$0.0078`. */
export function toUsd(pico: bigint): string {
  const fraction = String(pico % picoPerUsd)
    .padStart(decimals, '0')
    .replace(/0+$/, '')
    .padEnd(2, '0');
  return `$${pico / picoPerUsd}.${fraction}`;
}

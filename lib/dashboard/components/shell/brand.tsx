/** The product's logo. */
export function Brand() {
  return (
    <svg viewBox="0 0 32 32" width={22} height={22} aria-hidden className="shrink-0">
      <rect width="32" height="32" rx="8" className="fill-accent-fill" />
      <g className="fill-on-accent">
        <rect x="7" y="8" width="13" height="4" rx="2" />
        <rect x="11" y="14" width="14" height="4" rx="2" opacity={0.8} />
        <rect x="15" y="20" width="7" height="4" rx="2" opacity={0.6} />
      </g>
    </svg>
  );
}

import { ToggleGroup } from 'radix-ui';

/** One option of a {@link Segmented}. */
export interface Segment<T extends string> {
  readonly value: T;
  readonly label: string;
}

/** A group of options with one selected. Arrow keys move between them. */
export function Segmented<T extends string>({
  label,
  segments,
  value,
  onChange,
}: {
  readonly label: string;
  readonly segments: readonly Segment<T>[];
  readonly value: T;
  readonly onChange: (value: T) => void;
}) {
  const choose = (next: string) => {
    const chosen = segments.find((segment) => segment.value === next);
    if (chosen) onChange(chosen.value);
  };
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={label}
      value={value}
      onValueChange={choose}
      className="no-scrollbar inline-flex max-w-full items-center gap-0.5 overflow-x-auto rounded-lg bg-sunken p-0.5"
    >
      {segments.map((segment) => (
        <ToggleGroup.Item
          key={segment.value}
          value={segment.value}
          className="h-7 shrink-0 whitespace-nowrap rounded-md px-2.5 font-medium text-muted text-xs -outline-offset-2 hover:text-ink data-[state=on]:bg-raised data-[state=on]:text-ink data-[state=on]:shadow-card"
        >
          {segment.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}

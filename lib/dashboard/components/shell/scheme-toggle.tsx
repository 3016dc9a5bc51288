import { Monitor, Moon, Sun } from 'lucide-react';
import { type Scheme, useScheme } from '../../hooks/use-scheme.ts';
import { IconButton } from '../controls/icon-button.tsx';

const icons = { system: Monitor, light: Sun, dark: Moon } as const;
const names = { system: 'as the system', light: 'light', dark: 'dark' } as const;
const next: { readonly [scheme in Scheme]: Scheme } = { system: 'light', light: 'dark', dark: 'system' };

/** Switches the colour scheme: system, light, dark. */
export function SchemeToggle() {
  const [scheme, choose] = useScheme();
  return (
    <IconButton
      icon={icons[scheme]}
      label={`Colours: ${names[scheme]}`}
      onClick={() => choose(next[scheme])}
    />
  );
}

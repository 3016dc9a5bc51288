import {
  ArrowLeftRight,
  Bot,
  Footprints,
  type LucideIcon,
  OctagonAlert,
  ScrollText,
  Sparkles,
  Split,
  SquareFunction,
  Workflow,
  Wrench,
} from 'lucide-react';
import type { EventKind } from '../../../model/index.ts';

/** The icon, colours and name of an event kind. */
export interface KindLook {
  readonly icon: LucideIcon;
  readonly name: string;
  /** Colours of its icon. */
  readonly chip: string;
  /** Colour of its bar. */
  readonly bar: string;
}

const plain = { chip: 'bg-kind-plain-soft text-kind-plain', bar: 'bg-kind-plain' };
const flow = { chip: 'bg-kind-flow-soft text-kind-flow', bar: 'bg-kind-flow' };
const note = { chip: 'bg-kind-note-soft text-kind-note', bar: 'bg-kind-note' };

/** The display of all kinds. */
export const kindLooks: { readonly [kind in EventKind]: KindLook } = {
  llm: { icon: Sparkles, name: 'Model call', chip: 'bg-kind-llm-soft text-kind-llm', bar: 'bg-kind-llm' },
  tool: { icon: Wrench, name: 'Tool call', chip: 'bg-kind-tool-soft text-kind-tool', bar: 'bg-kind-tool' },
  agent: { icon: Bot, name: 'Agent', chip: 'bg-kind-agent-soft text-kind-agent', bar: 'bg-kind-agent' },
  workflow: { icon: Workflow, name: 'Workflow', ...flow },
  step: { icon: Footprints, name: 'Workflow step', ...flow },
  function: { icon: SquareFunction, name: 'Function', ...plain },
  decision: { icon: Split, name: 'Decision', ...note },
  state: { icon: ArrowLeftRight, name: 'State change', ...note },
  error: { icon: OctagonAlert, name: 'Error', chip: 'bg-bad-soft text-bad', bar: 'bg-bad' },
  log: { icon: ScrollText, name: 'Log', ...plain },
};

/** The icon of a kind in its colour. */
export function KindIcon({ kind }: { readonly kind: EventKind }) {
  const { icon: Icon, chip } = kindLooks[kind];
  return (
    <span aria-hidden className={`grid size-5 shrink-0 place-items-center rounded-[5px] ${chip}`}>
      <Icon size={12} />
    </span>
  );
}

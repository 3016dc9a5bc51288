import { Wrench } from 'lucide-react';
import { MarkedText } from '../text/marked-text.tsx';
import { JsonTree } from './json-tree.tsx';
import { MessageList } from './message-list.tsx';
import type { Prompt } from './messages.ts';

/** The input of a model call. */
export function PromptView({ prompt: { messages, tools, settings } }: { readonly prompt: Prompt }) {
  return (
    <div className="flex flex-col gap-3">
      <MessageList messages={messages} />
      {tools.length > 0 && (
        <div className="border-line border-t pt-3">
          <p className="mb-1.5 text-muted text-xs">Tools it could call</p>
          <ul className="flex flex-wrap gap-1.5">
            {tools.map((tool) => (
              <li
                key={tool}
                className="flex max-w-full items-center gap-1.5 rounded-md border border-line px-1.5 py-0.5 font-mono text-body text-xs"
              >
                <Wrench size={11} aria-hidden className="shrink-0 text-kind-tool" />
                <bdi className="truncate">
                  <MarkedText text={tool} />
                </bdi>
              </li>
            ))}
          </ul>
        </div>
      )}
      {Object.keys(settings).length > 0 && (
        <div className="border-line border-t pt-3">
          <p className="mb-1 text-muted text-xs">Settings</p>
          <JsonTree value={settings} />
        </div>
      )}
    </div>
  );
}

import { CopyButton } from '../controls/copy-button.tsx';
import { ScrollArea } from '../controls/scroll-area.tsx';

const code = `import { instrumentAgent } from '@sentrial/mastra';

const tracked = instrumentAgent(agent, { agentName: 'customer-support' });

const result = await tracked.generate('Hello');`;

/** Default URLs of the collector. */
const usualOrigins = ['http://127.0.0.1:3001', 'http://localhost:3001'];

/** Shown without any session: how to record the first one. */
export function FirstSteps() {
  const address = usualOrigins.includes(location.origin) ? undefined : `SENTRIAL_API_URL=${location.origin}`;
  return (
    <section aria-labelledby="first-steps" className="mx-auto w-full max-w-2xl py-6 sm:py-16">
      <h2 id="first-steps" className="text-xl tracking-tight">
        Trace your first agent
      </h2>
      <p className="mt-1.5 text-base text-muted">
        Wrap the Mastra agent you have and use the result in its place. It behaves as before, and every call
        of it becomes a session here.
      </p>
      <div className="mt-5 overflow-hidden rounded-xl border border-line bg-surface shadow-card">
        <div className="flex items-center justify-between border-line border-b py-1 pr-1.5 pl-4 text-muted text-xs">
          Your program
          <CopyButton text={() => code} label="Copy the code" />
        </div>
        <ScrollArea label="Code" className="rounded-b-xl px-4 py-3.5">
          <pre className="font-mono text-ink text-xs leading-6">
            <code>
              <Coloured />
            </code>
          </pre>
        </ScrollArea>
      </div>
      {address !== undefined && (
        <p className="mt-4 text-muted">
          This collector is not at its usual address. Start your program with{' '}
          <code className="break-all font-mono text-ink text-xs">{address}</code>.
        </p>
      )}
      <p className="mt-5 flex items-center gap-2 text-muted" role="status">
        <span aria-hidden className="size-1.5 animate-breathe rounded-full bg-live" />
        Waiting for the first session …
      </p>
    </section>
  );
}

function Coloured() {
  return code.split(/(\b(?:import|from|const|await)\b|'[^']*')/).map((text, index) => {
    const color = text.startsWith("'") ? 'text-json-text' : 'text-json-word';
    return index % 2 === 0 ? (
      text
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the code never changes
      <span key={index} className={color}>
        {text}
      </span>
    );
  });
}

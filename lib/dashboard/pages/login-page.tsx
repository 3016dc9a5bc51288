import { useQueryClient } from '@tanstack/react-query';
import { KeyRound, Unlink } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { logIn } from '../api.ts';
import { Breadcrumb, Breadcrumbs } from '../components/shell/breadcrumbs.tsx';
import { PlainPage } from '../components/shell/plain-page.tsx';
import { setCollectorState } from '../hooks/collector-state.ts';
import { useTitle } from '../hooks/use-title.ts';
import { openedByExpiredLink } from '../stale-link.ts';

const advice = openedByExpiredLink
  ? {
      icon: Unlink,
      title: 'This link is no longer valid',
      text: 'The collector prints a new one each time it starts. Open the one it printed last.',
    }
  : {
      icon: KeyRound,
      title: 'Open the link that the collector printed',
      text: 'It logs this browser in for a month. The collector prints it when it starts.',
    };

/** Shown on every page while the browser is not logged in. */
export function LoginPage() {
  useTitle('Log in');
  const answers = useQueryClient();
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(false);

  const submit = async (form: HTMLFormElement) => {
    setBusy(true);
    const wrong = await logIn(String(new FormData(form).get('apiKey') ?? '').trim());
    setBusy(false);
    setProblem(wrong);
    if (wrong !== undefined) return;
    answers.clear();
    setCollectorState('answers');
  };
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void submit(event.currentTarget);
  };

  return (
    <>
      <Breadcrumbs>
        <Breadcrumb current>Log in</Breadcrumb>
      </Breadcrumbs>
      <PlainPage icon={advice.icon} title={advice.title}>
        <p>{advice.text}</p>
        <form
          onSubmit={onSubmit}
          className="mt-8 flex flex-col gap-2 border-line border-t pt-6 text-left text-sm"
        >
          <label htmlFor="api-key" className="font-medium text-ink">
            Or use an API key
          </label>
          <div className="flex gap-2">
            <input
              id="api-key"
              name="apiKey"
              type="password"
              required
              autoComplete="off"
              spellCheck={false}
              aria-invalid={problem !== undefined}
              aria-describedby="api-key-note"
              className="h-9 min-w-0 grow rounded-lg border border-line-strong bg-surface px-3 font-mono text-ink shadow-card"
            />
            <button
              type="submit"
              disabled={isBusy}
              className="h-9 rounded-lg bg-accent-fill px-4 font-medium text-on-accent hover:brightness-110 disabled:opacity-60"
            >
              Log in
            </button>
          </div>
          <p id="api-key-note" role="status" className={problem === undefined ? 'text-muted' : 'text-bad'}>
            {problem ?? (
              <>
                On this machine it is in{' '}
                <code className="font-mono text-ink text-xs">~/.sentrial/local-key</code>.
              </>
            )}
          </p>
        </form>
      </PlainPage>
    </>
  );
}

import { Link } from '@tanstack/react-router';
import { ShieldOff } from 'lucide-react';
import type { RedactionView } from '../../query/index.ts';
import { Card } from '../components/controls/card.tsx';
import { Notice } from '../components/controls/notice.tsx';
import { ChangePolicy } from '../components/settings/change-policy.tsx';
import { OwnPatterns } from '../components/settings/own-patterns.tsx';
import { PolicyFacts } from '../components/settings/policy-facts.tsx';
import { fieldTexts, kindTexts } from '../components/settings/policy-texts.ts';
import { SwitchList } from '../components/settings/switch-list.tsx';
import { Breadcrumb, Breadcrumbs } from '../components/shell/breadcrumbs.tsx';
import { PageSkeleton } from '../components/shell/page-skeleton.tsx';
import { MarkedText } from '../components/text/marked-text.tsx';
import { useRedaction } from '../hooks/use-project.ts';
import { useTitle } from '../hooks/use-title.ts';
import { toSessions } from '../links.ts';
import { ProblemPage } from './problem-page.tsx';

/** The project's settings: the redaction policy, and how to change it. */
export function SettingsPage() {
  useTitle('Settings');
  const { data, error } = useRedaction();
  return (
    <>
      <Breadcrumbs>
        <Breadcrumb>
          <Link {...toSessions()} className="rounded hover:text-ink">
            Sessions
          </Link>
        </Breadcrumb>
        <Breadcrumb current>Settings</Breadcrumb>
      </Breadcrumbs>
      {data ? <Redaction view={data} /> : error ? <ProblemPage error={error} /> : <PageSkeleton />}
    </>
  );
}

function Redaction({ view }: { readonly view: RedactionView }) {
  const { enabled, kinds, fields, customPatterns } = view;
  return (
    <div className="mx-auto flex max-w-4xl flex-col gap-4">
      <header>
        <h1 className="text-xl tracking-tight">Redaction</h1>
        <p className="mt-1 text-base text-muted">
          Personal data is replaced in your programs before anything leaves them, and by this collector where
          a program did not.
        </p>
      </header>
      {!enabled && (
        <Notice icon={ShieldOff} tone="warn">
          This project has switched redaction off: what its programs record arrives and is kept as it was.
        </Notice>
      )}
      <PolicyFacts policy={view} />
      <div className="grid items-start gap-4 md:grid-cols-2">
        <Card title="What is looked for">
          <SwitchList
            label="Kinds of personal data"
            items={kinds.map(({ label, isOn }) => ({
              key: label,
              text: kindTexts[label] ?? label,
              aside: (
                <span className="shrink-0 text-xs">
                  <MarkedText text={`[${label}]`} />
                </span>
              ),
              isOn: isOn && enabled,
            }))}
          />
        </Card>
        <Card title="Where">
          <SwitchList
            label="Fields"
            items={fields.map(({ name, isOn }) => ({
              key: name,
              text: fieldTexts[name] ?? name,
              isOn: isOn && enabled,
            }))}
          />
          <p className="flex min-h-10 items-center border-line border-t px-4 py-2 text-muted">
            {enabled ? 'Names, ids, tags and keys are always redacted.' : 'Nothing is redacted anywhere.'}
          </p>
        </Card>
      </div>
      <Card title="Patterns of your own">
        <OwnPatterns patterns={customPatterns} />
      </Card>
      <ChangePolicy view={view} />
    </div>
  );
}

import { MarkedText } from '../text/marked-text.tsx';

const modelName = /^(llm:[^:]*:)(.+)$/s;

/** The name of an event on one line. Of a model call, the model stays visible on narrow pages. */
export function EventLabel({ name }: { readonly name: string }) {
  const [, prefix, model] = modelName.exec(name) ?? [];
  return (
    <bdi className="flex min-w-0">
      {prefix !== undefined && (
        <span className="min-w-0 shrink-[99] truncate font-normal text-muted">
          <MarkedText text={prefix} />
        </span>
      )}
      <span className="min-w-0 truncate">
        <MarkedText text={model ?? name} />
      </span>
    </bdi>
  );
}

/** The full name of an event. Of a model call, the model is highlighted. */
export function EventName({ name }: { readonly name: string }) {
  const [, prefix, model] = modelName.exec(name) ?? [];
  return (
    <bdi>
      {prefix !== undefined && (
        <span className="font-normal text-muted">
          <MarkedText text={prefix} />
        </span>
      )}
      <MarkedText text={model ?? name} />
    </bdi>
  );
}

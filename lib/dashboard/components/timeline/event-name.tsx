import { MarkedText } from '../text/marked-text.tsx';

const modelName = /^(llm:[^:]*:)(.+)$/s;

/** The name of an event on one line; of a model call, the model is what is left when room is short. */
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

/** The name of an event in full; of a model call, the model stands out. */
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

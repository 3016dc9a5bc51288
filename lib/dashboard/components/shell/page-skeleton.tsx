/** Placeholder of a page while it loads. */
export function PageSkeleton() {
  return (
    <div aria-busy className="flex flex-col gap-4">
      <span className="sr-only">Loading</span>
      <div className="h-7 w-56 rounded-lg bg-sunken" />
      <div className="h-22 rounded-xl border border-line bg-surface" />
      <div className="h-48 rounded-xl border border-line bg-surface" />
      <div className="h-64 rounded-xl border border-line bg-surface" />
    </div>
  );
}

/** The ids of a run's tools, by the names under which they are registered. */
export class ToolNames {
  readonly #ids = new Map<string, string>();
  #load: (() => unknown) | undefined;

  /** Returns the id of the tool with a name, or the name itself if the tool is unknown. */
  idOf(toolName: string): string {
    return this.#ids.get(toolName) ?? toolName;
  }

  /** Adds the ids from an object of tools. Ignores everything else. */
  learn(tools: unknown): void {
    if (typeof tools !== 'object' || tools === null) return;
    for (const [name, tool] of Object.entries(tools)) {
      if (typeof tool?.id === 'string') this.#ids.set(name, tool.id);
    }
  }

  /** Sets a function that loads the tools when a model first requests one. */
  learnLater(load: () => unknown): void {
    this.#load = load;
  }

  /** Loads the tools if `learnLater()` was called. Loads them once. */
  load(): void {
    const load = this.#load;
    this.#load = undefined;
    const tools = load?.();
    if (tools instanceof Promise)
      tools.then(
        (resolved) => this.learn(resolved),
        () => undefined,
      );
    else this.learn(tools);
  }
}

/** A callback for the end of a session. It can be in one list at a time. */
export abstract class EndListener {
  /** @internal */
  before: EndListener | undefined;
  /** @internal */
  after: EndListener | undefined;

  abstract sessionEnds(): void;
}

/** A linked list of end listeners, in the order they were added. Adding and removing take constant time. */
export class EndListeners {
  #first: EndListener | undefined;
  #last: EndListener | undefined;
  #size = 0;
  readonly #maxListeners: number;

  /** @param maxListeners further listeners are ignored @default no limit */
  constructor(maxListeners: number = Number.POSITIVE_INFINITY) {
    this.#maxListeners = maxListeners;
  }

  get isEmpty(): boolean {
    return this.#size === 0;
  }

  add(listener: EndListener): void {
    if (this.#size >= this.#maxListeners) return;
    this.#size++;
    listener.before = this.#last;
    if (this.#last) this.#last.after = listener;
    else this.#first = listener;
    this.#last = listener;
  }

  remove(listener: EndListener): void {
    const { before, after } = listener;
    if (before) before.after = after;
    else if (this.#first === listener) this.#first = after;
    else return;
    this.#size--;
    if (after) after.before = before;
    else this.#last = before;
    listener.before = undefined;
    listener.after = undefined;
  }

  /** Removes all listeners, so that a retained one keeps no other alive. */
  clear(): void {
    while (this.#first) this.remove(this.#first);
  }

  /** Removes and calls each listener. */
  notify(): void {
    for (let listener = this.#first; listener; listener = this.#first) {
      this.remove(listener);
      listener.sessionEnds();
    }
  }
}

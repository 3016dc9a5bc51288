/** Somebody who is told of the end of a session. Stands in one list at most. */
export abstract class EndListener {
  /** @internal */
  before: EndListener | undefined;
  /** @internal */
  after: EndListener | undefined;

  abstract sessionEnds(): void;
}

/** Those who are to be told, in the order in which they came. Each call that is watched comes and goes. */
export class EndListeners {
  #first: EndListener | undefined;
  #last: EndListener | undefined;
  #size = 0;
  readonly #mostListeners: number;

  /** @param mostListeners those that come beyond are left out @default no limit */
  constructor(mostListeners: number = Number.POSITIVE_INFINITY) {
    this.#mostListeners = mostListeners;
  }

  get isEmpty(): boolean {
    return this.#size === 0;
  }

  add(listener: EndListener): void {
    if (this.#size >= this.#mostListeners) return;
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

  /** Lets go of them all, so that one that lives on keeps none of the others. */
  clear(): void {
    while (this.#first) this.remove(this.#first);
  }

  /** Tells them all, once. */
  tell(): void {
    for (let listener = this.#first; listener; listener = this.#first) {
      this.remove(listener);
      listener.sessionEnds();
    }
  }
}

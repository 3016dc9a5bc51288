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

  add(listener: EndListener): void {
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
    if (after) after.before = before;
    else this.#last = before;
    listener.before = undefined;
    listener.after = undefined;
  }

  /** Tells them all, once. */
  tell(): void {
    for (let listener = this.#first; listener; listener = this.#first) {
      this.remove(listener);
      listener.sessionEnds();
    }
  }
}

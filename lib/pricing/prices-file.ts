import { readFileSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { TracerError } from '../model/index.ts';
import { type DefinedPrices, readDefinitions } from './definitions.ts';

const usualName = 'sentrial.prices.json';

/**
 * Prices in a JSON file: an object such as `definePrices()` takes.
 *
 * Which one is said by `SENTRIAL_PRICES_FILE`, else it is `sentrial.prices.json` in the working directory, which need
 * not be there.
 */
export class PricesFile {
  readonly #path: string;
  readonly #isAsked: boolean;
  #prices: DefinedPrices | undefined;
  /** What the file looked like when it was read. */
  #seen: string | undefined;

  /** @param path @default as said above */
  constructor(path: string | undefined = process.env.SENTRIAL_PRICES_FILE || undefined) {
    this.#path = resolve(path ?? usualName);
    this.#isAsked = path !== undefined;
  }

  /** The prices that were in the file when it could be used last; `undefined` when there is none. */
  get prices(): DefinedPrices | undefined {
    return this.#prices;
  }

  /**
   * Reads the file, if it has changed.
   *
   * @throws {TracerError} `invalid-option` when it cannot be used; its last prices that could be stay in use
   */
  read(): void {
    const stat = statSync(this.#path, { throwIfNoEntry: false });
    const looks = stat && `${stat.ino} ${stat.size} ${stat.mtimeMs}`;
    if (looks === this.#seen && (stat || !this.#isAsked)) return;
    this.#seen = looks;
    if (stat) this.#prices = readDefinitions(this.#json(), this.#path, basename(this.#path));
    else if (this.#isAsked) throw this.#wrong('it does not exist. Write it, or unset SENTRIAL_PRICES_FILE');
    else this.#prices = undefined;
  }

  #json(): unknown {
    try {
      return JSON.parse(readFileSync(this.#path, 'utf8').replace(/^\uFEFF/, ''));
    } catch (cause) {
      throw this.#wrong(`it is no JSON (${(cause as Error).message})`, cause);
    }
  }

  #wrong(what: string, cause?: unknown): TracerError {
    return new TracerError('invalid-option', `${this.#path} cannot be used: ${what}.`, { cause });
  }
}

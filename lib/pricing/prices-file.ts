import { readFileSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { TracerError } from '../model/index.ts';
import { type DefinedPrices, readDefinitions } from './definitions.ts';

const usualName = 'sentrial.prices.json';

/**
 * Prices in a JSON file with the format of `definePrices()`.
 *
 * `SENTRIAL_PRICES_FILE` names the file. The default is `sentrial.prices.json` in the working directory,
 * which is optional.
 */
export class PricesFile {
  readonly #path: string;
  readonly #isAsked: boolean;
  #prices: DefinedPrices | undefined;
  /** State of the file at the last read. */
  #seen: string | undefined;

  /** @param path @default `SENTRIAL_PRICES_FILE`, else `sentrial.prices.json` */
  constructor(path: string | undefined = process.env.SENTRIAL_PRICES_FILE || undefined) {
    this.#path = resolve(path ?? usualName);
    this.#isAsked = path !== undefined;
  }

  /** The prices of the last valid content, or `undefined` when there is none. */
  get prices(): DefinedPrices | undefined {
    return this.#prices;
  }

  /**
   * Reads the file if it has changed.
   *
   * @throws {TracerError} `invalid-option` when it is invalid; the last valid prices stay in use
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

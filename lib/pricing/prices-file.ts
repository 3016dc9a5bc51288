import { readFileSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { TracerError } from '../model/index.ts';
import { type DefinedPrices, readDefinitions } from './definitions.ts';

const defaultName = 'sentrial.prices.json';

/**
 * A JSON file with prices in the format of `definePrices()`. `SENTRIAL_PRICES_FILE` names the file; the default is an
 * optional `sentrial.prices.json` in the working directory.
 */
export class PricesFile {
  readonly #path: string;
  readonly #isRequired: boolean;
  #prices: DefinedPrices | undefined;
  /** The inode, size and modification time of the last read. */
  #lastFingerprint: string | undefined;

  /** @param path the file @default `SENTRIAL_PRICES_FILE`, else `sentrial.prices.json` */
  constructor(path: string | undefined = process.env.SENTRIAL_PRICES_FILE || undefined) {
    this.#path = resolve(path ?? defaultName);
    this.#isRequired = path !== undefined;
  }

  /** The last valid prices of the file, or `undefined` without a file. */
  get prices(): DefinedPrices | undefined {
    return this.#prices;
  }

  /**
   * Reads the file if it has changed.
   *
   * @throws {TracerError} `invalid-option` when the file is invalid; the last valid prices stay in use
   */
  read(): void {
    const stat = statSync(this.#path, { throwIfNoEntry: false });
    const fingerprint = stat && `${stat.ino} ${stat.size} ${stat.mtimeMs}`;
    if (fingerprint === this.#lastFingerprint && (stat || !this.#isRequired)) return;
    this.#lastFingerprint = fingerprint;
    if (stat) this.#prices = readDefinitions(this.#json(), this.#path, basename(this.#path));
    else if (this.#isRequired)
      throw this.#invalid('it does not exist. Create it or unset SENTRIAL_PRICES_FILE');
    else this.#prices = undefined;
  }

  #json(): unknown {
    try {
      return JSON.parse(readFileSync(this.#path, 'utf8').replace(/^\uFEFF/, ''));
    } catch (cause) {
      throw this.#invalid(`it is not valid JSON (${(cause as Error).message})`, cause);
    }
  }

  #invalid(what: string, cause?: unknown): TracerError {
    return new TracerError('invalid-option', `${this.#path} cannot be used: ${what}.`, { cause });
  }
}

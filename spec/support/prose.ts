/** A piece of English in a source file. */
export interface Prose {
  readonly kind: 'docstring' | 'comment' | 'text';
  readonly text: string;
  /** Line of its first character, counted from 1. */
  readonly line: number;
}

/** Words and phrases that hide the meaning of a sentence. */
export const refusedWords: RegExp =
  /\b(told|tells?|telling|hears?|heard|whoever|go(?:es)? on|stands|lies|somebody|nobody|of late|as it is|what becomes of|has its own idea|is no (?!longer)[a-z]+)\b/gi;

const regexpMayFollow = /(?:^|[(,=:[!&|?{};+~>]|return|typeof|case)\s*$/;
const regexpLiteral = /\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/y;
const stringLiteral = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/y;
const lineComment = /\/\/[^\n]*/y;
/** Everything up to the end of a template or its next expression. */
const templatePart = /(?:\\[\s\S]|\$(?!\{)|[^`\\$])*/y;
const blockComment = /\/\*[\s\S]*?\*\//y;

/** Returns the comments and string literals of TypeScript source. Templates contribute their fixed parts. */
export const proseOf = (source: string): readonly Prose[] => new Tokenizer(source).read();

class Tokenizer {
  readonly #source: string;
  readonly #found: Prose[] = [];
  /** Open template expressions, each with its depth of braces. */
  readonly #templates: number[] = [];
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  read(): readonly Prose[] {
    while (this.#at < this.#source.length) {
      const char = this.#source[this.#at] as string;
      if (this.#readComment(char) || this.#readString(char) || this.#readRegexp(char)) continue;
      if (char === '`' || (char === '}' && this.#templates.at(-1) === 0)) this.#readTemplate(char);
      else this.#skip(char);
    }
    return this.#found;
  }

  #readComment(char: string): boolean {
    if (char !== '/') return false;
    const comment = this.#match(blockComment) ?? this.#match(lineComment);
    if (comment === undefined) return false;
    this.#add(comment.startsWith('/**') ? 'docstring' : 'comment', plainText(comment));
    this.#at += comment.length;
    return true;
  }

  #readString(char: string): boolean {
    const string = char === "'" || char === '"' ? this.#match(stringLiteral) : undefined;
    if (string === undefined) return false;
    this.#add('text', string.slice(1, -1));
    this.#at += string.length;
    return true;
  }

  #readRegexp(char: string): boolean {
    if (char !== '/') return false;
    const before = this.#source.slice(Math.max(0, this.#at - 20), this.#at);
    const literal = regexpMayFollow.test(before) ? this.#match(regexpLiteral) : undefined;
    this.#at += literal?.length ?? 1;
    return true;
  }

  #readTemplate(opening: string): void {
    if (opening === '}') this.#templates.pop();
    this.#at++;
    const rest = this.#match(templatePart) ?? '';
    this.#add('text', rest);
    this.#at += rest.length;
    const continues = this.#source.startsWith('${', this.#at);
    if (continues) this.#templates.push(0);
    this.#at += continues ? 2 : 1;
  }

  /** Skips a character and counts the braces inside a template expression. */
  #skip(char: string): void {
    const depth = this.#templates.pop();
    if (depth !== undefined) this.#templates.push(depth + (char === '{' ? 1 : char === '}' ? -1 : 0));
    this.#at++;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.#source)?.[0];
  }

  #add(kind: Prose['kind'], text: string): void {
    this.#found.push({ kind, text, line: this.#source.slice(0, this.#at).split('\n').length });
  }
}

/** Removes the markers of a comment. */
const plainText = (comment: string): string =>
  comment
    .replace(/^\/\*\*?|\*\/$/g, '')
    .replace(/^[ \t]*(?:\*|\/\/) ?/gm, '')
    .trim();

/** Returns the sentences of a docstring, without its tags and code blocks. Code in backticks counts as one word. */
export function sentencesOf(docstring: string): readonly string[] {
  return docstring
    .replace(/```[\s\S]*?```/g, '')
    .replace(/(^|\s)@\w+[\s\S]*$/, '')
    .replace(/\{@link [^}]*\}/g, 'link')
    .replace(/`[^`]*`/g, 'code')
    .replace(/\s+/g, ' ')
    .trim()
    .split(/(?<=[.!?])\s+(?=[A-Z])/)
    .filter((sentence) => sentence !== '');
}

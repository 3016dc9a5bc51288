// Runs one benchmark: `npm run bench -- <name>` runs `<name>.bench.ts`. The last line it prints is one JSON object.

import { readdirSync } from 'node:fs';

/** What a benchmark file holds: a function that measures, says what it finds, and returns the figures. */
interface Bench {
  readonly bench: () => Promise<Readonly<Record<string, unknown>>>;
}

const names = readdirSync(import.meta.dirname).flatMap((file) => /^(.+)\.bench\.ts$/.exec(file)?.[1] ?? []);
const [name = ''] = process.argv.slice(2);

if (names.includes(name)) {
  const { bench } = (await import(`./${name}.bench.ts`)) as Bench;
  const figures = await bench();
  process.stdout.write(`${JSON.stringify({ bench: name, ...figures })}\n`);
  process.exit(0);
} else {
  process.stderr.write(`Usage: npm run bench -- <${names.join(' | ')}>\n`);
  process.exitCode = 2;
}

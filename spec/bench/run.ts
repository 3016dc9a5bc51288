// Runs one benchmark: `npm run bench -- <name>` runs `<name>.bench.ts`. The last line it prints is one JSON object.

import { readdirSync } from 'node:fs';

/** What a benchmark file holds: a function that measures, says what it finds, and returns the figures. */
interface Bench {
  readonly bench: () => Promise<Readonly<Record<string, number>>>;
}

const names = readdirSync(import.meta.dirname).flatMap((file) => /^(.+)\.bench\.ts$/.exec(file)?.[1] ?? []);
const [name = ''] = process.argv.slice(2);

if (names.includes(name)) {
  const { bench } = (await import(`./${name}.bench.ts`)) as Bench;
  const figures = await bench();
  console.log(JSON.stringify({ bench: name, ...figures }));
} else {
  console.error(`Usage: npm run bench -- <${names.join(' | ')}>`);
  process.exitCode = 2;
}

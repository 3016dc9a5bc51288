// Runs one benchmark: npm run bench -- NAME. The last line it prints is one JSON object of figures.

const name = process.argv[2];
const names = ['agent', 'call', 'redact'];

if (name === undefined || !names.includes(name)) {
  process.stderr.write(`Name a benchmark: npm run bench -- NAME, where NAME is ${names.join(' or ')}.\n`);
  process.exit(2);
}
const { bench } = (await import(`./${name}.bench.ts`)) as { bench(): Promise<Record<string, unknown>> };
const figures = await bench();
process.stdout.write(`${JSON.stringify({ bench: name, ...figures })}\n`);
process.exit(0);

import type { Agent } from '@mastra/core/agent';
import { flush, instrumentAgent } from '@sentrial/mastra';
import { makeAgent, question } from './bench-agent.ts';
import { byHand } from './by-hand.ts';
import { startCountingSink } from './counting-sink.ts';
import { alternate, type Cost, median, round } from './measure.ts';

const rounds = 200;
const warmUps = 20;
/** Runs of a variant that are measured together, with one delivery: tracers send in batches. */
const runsPerRound = 10;
/** Two changes of the session, three model calls, two tools. */
const itemsPerRun = 7;
const spansPerRun = 6;

const ways = {
  generate: async (agent: Agent) => (await agent.generate(question, { maxSteps: 4 })).text,
  stream: async (agent: Agent) => {
    let text = '';
    for await (const delta of (await agent.stream(question, { maxSteps: 4 })).textStream) text += delta;
    return text;
  },
};

/** CPU and allocation that watching an agent adds, beside OpenTelemetry by hand and Mastra's own tracing. */
export async function bench(): Promise<Record<string, unknown>> {
  const sink = await startCountingSink();
  const otel = byHand(sink.url);
  const bare = makeAgent({});
  const ours = instrumentAgent(makeAgent({}), { apiKey: 'sentrial_live_bench', apiUrl: sink.url });
  const hand = makeAgent(otel.watching);
  const mastra = makeAgent({ byMastra: true });

  const figures: Record<string, unknown> = {};
  for (const [way, run] of Object.entries(ways)) {
    const before = await sink.counts();
    const costs = await alternate(
      {
        bare: () => repeat(() => run(bare)),
        ours: async () => {
          await repeat(() => run(ours));
          await flush();
        },
        otel: async () => {
          await repeat(() => otel.run(question, () => run(hand)));
          await otel.flush();
        },
        mastra: () => repeat(() => run(mastra)),
      },
      rounds,
      warmUps,
    );
    const after = await sink.counts();
    const runs = (rounds + warmUps) * runsPerRound;
    if (
      after.items - before.items !== runs * itemsPerRun ||
      after.spans - before.spans !== runs * spansPerRun
    ) {
      throw new Error(
        `void: ${after.items - before.items} items and ${after.spans - before.spans} spans of ${runs} runs`,
      );
    }
    const added = (variant: 'ours' | 'otel' | 'mastra', of: (cost: Cost) => number): number =>
      median(costs[variant].map((cost, at) => (of(cost) - of(costs.bare[at] as Cost)) / runsPerRound));
    const cpu = ({ cpuUs }: Cost) => cpuUs;
    const addedUs = added('ours', cpu);
    const rest = {
      otel: added('otel', cpu),
      mastra: added('mastra', cpu),
      bare: median(costs.bare.map(cpu)),
    };
    process.stdout.write(
      `${way}: bare ${rest.bare} us; added: ours ${addedUs}, OpenTelemetry by hand ${rest.otel}, Mastra ${rest.mastra} us\n`,
    );
    figures[way] = {
      addedUs: round(addedUs),
      vsOtel: round(addedUs / rest.otel, 3),
      vsMastra: round(addedUs / rest.mastra, 3),
      allocKB: round(added('ours', ({ allocB }) => allocB) / 1024, 1),
    };
  }
  sink.stop();
  return figures;
}

async function repeat(run: () => Promise<unknown>): Promise<void> {
  for (let count = 0; count < runsPerRound; count++) await run();
}

import { type Fixture, LLMock } from '@copilotkit/aimock';

/** A server that answers like a provider's, from a script. */
export interface ScriptedLlm {
  /** Its address, without a path. */
  readonly url: string;
  /** How many requests it has answered. */
  requestCount(): number;
  stop(): Promise<void>;
}

/** Starts a server that answers from a script, over real HTTP on a free port. */
export async function startScriptedLlm(script: readonly Fixture[]): Promise<ScriptedLlm> {
  const llm = new LLMock({ port: 0, logLevel: 'silent', chunkSize: 12 });
  llm.addFixtures([...script]);
  await llm.start();
  return { url: llm.url, requestCount: () => llm.getRequests().length, stop: () => llm.stop() };
}

/** Points Mastra's model router at a scripted server. To be called before Mastra is imported. */
export function pointMastraAt({ url }: ScriptedLlm): void {
  process.env.OPENAI_BASE_URL = `${url}/v1`;
  process.env.OPENAI_API_KEY = 'scripted';
}

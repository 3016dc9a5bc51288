import { type Fixture, LLMock } from '@copilotkit/aimock';

/** A model server that answers from a script. */
export interface ScriptedLlm {
  /** Its address, without a path. */
  readonly url: string;
  /** Returns the number of answered requests. */
  requestCount(): number;
  stop(): Promise<void>;
}

/** Starts a model server that answers from a script, over HTTP on a free port. */
export async function startScriptedLlm(script: readonly Fixture[]): Promise<ScriptedLlm> {
  const llm = new LLMock({ port: 0, logLevel: 'silent', chunkSize: 12 });
  llm.addFixtures([...script]);
  await llm.start();
  return { url: llm.url, requestCount: () => llm.getRequests().length, stop: () => llm.stop() };
}

/** Points Mastra's model router at a scripted server. Call this before you import Mastra. */
export function pointMastraAt({ url }: ScriptedLlm): void {
  process.env.OPENAI_BASE_URL = `${url}/v1`;
  process.env.OPENAI_API_KEY = 'scripted';
}

import { type BilledUnit, isObject } from '../../../model/index.ts';
import { count, type ProviderMetadata } from './provider-usage.ts';

/** A tool call that the provider has run itself. */
export interface ProviderToolCall {
  readonly toolCallId: unknown;
  readonly toolName: string;
  /** Whether the tool is unknown to the AI SDK, as a tool of an MCP server is. */
  readonly isDynamic: boolean;
  readonly result?: unknown;
}

/** The parts of a finished model call that show billed units. */
export interface BilledCall {
  readonly provider: string;
  readonly model: string;
  readonly callOptions: unknown;
  readonly providerMetadata: unknown;
  /** The usage that the model reported. */
  readonly usage: unknown;
  readonly toolCalls: readonly ProviderToolCall[];
}

type Units = { [unit in BilledUnit]?: number };
type Fields = Record<string, unknown>;

/**
 * Reads the units that a provider bills apart from tokens.
 *
 * @returns `undefined` without any
 */
export function readBilledUnits(call: BilledCall): Units | undefined {
  const units: Units = {};
  const add = (unit: BilledUnit, number = 1) => {
    if (number > 0) units[unit] = (units[unit] ?? 0) + number;
  };
  const metadata = object(call.providerMetadata);
  const raw = rawUsage(call.usage);
  const searches = count(serverTools(raw, metadata).web_search_requests);
  for (const tool of call.toolCalls) {
    const unit = unitOf(tool, call);
    if (unit && !(unit === 'webSearches' && searches !== undefined)) add(unit);
  }
  add('webSearches', searches ?? 0);
  add('searchSources', count(raw.num_sources_used) ?? 0);
  addGrounding(add, call.model, metadata);
  if (call.provider === 'perplexity') addPerplexity(add, call, raw, metadata);
  return Object.keys(units).length > 0 ? units : undefined;
}

type Add = (unit: BilledUnit, number?: number) => void;

/** Returns Anthropic's counts of tools that it ran. */
const serverTools = (raw: Fields, { anthropic }: ProviderMetadata): Fields => {
  const { server_tool_use } = raw;
  return object(server_tool_use ?? object(object(anthropic).usage).server_tool_use);
};

const units: ReadonlyMap<string, BilledUnit> = new Map([
  ['web_search', 'webSearches'],
  ['x_search', 'webSearches'],
  ['browser_search', 'webSearches'],
  ['web_search_preview', 'webSearchPreviews'],
  ['file_search', 'fileSearches'],
  ['collections_search', 'fileSearches'],
  ['code_interpreter', 'codeExecutions'],
  ['code_execution', 'codeExecutions'],
  ['image_generation', 'generatedImages'],
]);

/** Tools that cost only their tokens. */
const free =
  /^(?:web_fetch|url_context|computer(?:_use(?:_preview)?)?|text_editor|str_replace.*|(?:local_)?shell|bash(?:_.*)?|text_editor_.*|memory|apply_patch|tool_search.*|mcp.*|google_search|google_maps|enterprise_web_search|vertex_rag_store|view_image|view_x_video)$/;

function unitOf(tool: ProviderToolCall, { provider, callOptions }: BilledCall): BilledUnit | undefined {
  const kind = kindOf(tool.toolName, callOptions);
  const isGoogle = /google|vertex/.test(provider);
  if (free.test(kind) || (isGoogle && /^(?:code_execution|file_search)$/.test(kind))) return undefined;
  const unit = units.get(kind);
  if (unit === undefined) return tool.isDynamic ? undefined : 'otherTools';
  // OpenAI bills searches, and not the pages that the model opens afterwards.
  const { type = 'search' } = object(object(tool.result).action);
  return unit.startsWith('webSearch') && type !== 'search' ? undefined : unit;
}

/** Returns the provider's name of a tool, without the version. The user can give a tool another name. */
function kindOf(toolName: string, callOptions: unknown): string {
  const { tools } = object(callOptions);
  const declared = Array.isArray(tools)
    ? tools.find((tool) => isObject(tool) && tool.name === toolName && typeof tool.id === 'string')
    : undefined;
  const id: string = declared?.id ?? toolName;
  return id
    .replace(/^(?!mcp)[^.]*\./, '')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/_20\d{6}$/, '');
}

/** Adds the grounding of Gemini, which bills prompts up to version 2 and search queries from version 3 on. */
function addGrounding(add: Add, model: string, { google, vertex }: ProviderMetadata): void {
  const { webSearchQueries, groundingChunks } = object(object(google ?? vertex).groundingMetadata);
  const queries = Array.isArray(webSearchQueries) ? new Set(webSearchQueries).size : 0;
  const isByPrompt = /gemini-[12]\./.test(model);
  if (queries > 0) add(isByPrompt ? 'groundedPrompts' : 'groundedQueries', isByPrompt ? 1 : queries);
  if (Array.isArray(groundingChunks) && groundingChunks.some((chunk) => isObject(object(chunk).maps)))
    add('mapsPrompts');
}

/** Adds the units of Perplexity, which bills each request by the size of its search context. */
function addPerplexity(add: Add, call: BilledCall, raw: Fields, metadata: Fields): void {
  const reported = object(object(metadata.perplexity).usage);
  if (/deep-research/.test(call.model)) {
    add('citationTokens', count(reported.citationTokens) ?? count(raw.citation_tokens) ?? 0);
    add('searchQueries', count(reported.numSearchQueries) ?? count(raw.num_search_queries) ?? 0);
    return;
  }
  const asked = object(object(object(call.callOptions).providerOptions).perplexity);
  const { search_context_size = 'low' } = object(asked.web_search_options);
  const size = String(raw.search_context_size ?? search_context_size);
  add(requestsBySize.get(size) ?? 'requests');
}

const requestsBySize: ReadonlyMap<string, BilledUnit> = new Map([
  ['low', 'requestsLow'],
  ['medium', 'requestsMedium'],
  ['high', 'requestsHigh'],
]);

/** Returns the usage as the provider sent it. The AI SDK and Mastra nest it. */
export function rawUsage(usage: unknown): Fields {
  const { raw } = object(usage);
  if (!isObject(raw)) return object(usage);
  return isObject(raw.raw) ? raw.raw : raw;
}

const nothing: Fields = Object.freeze({});
const object = (value: unknown): Fields => (isObject(value) ? value : nothing);

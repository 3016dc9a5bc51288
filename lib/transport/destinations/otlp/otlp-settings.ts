import { hostname } from 'node:os';
import { sdk, TracerError } from '../../../model/index.ts';
import type { Attributes } from '../../../otlp/index.ts';
import { isLoopback } from '../../http/http-client.ts';

/** Encoding of spans. */
export type OtlpProtocol = 'http/protobuf' | 'http/json';

/** Settings of the OTLP backend. Missing ones come from the standard `OTEL_*` variables. */
export interface OtlpOptions {
  /**
   * Base URL of the backend. `/v1/traces` is appended if it is missing.
   *
   * @default `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT` unchanged, else `OTEL_EXPORTER_OTLP_ENDPOINT`, else
   * `http://localhost:4318`
   */
  readonly url?: string | undefined;
  /**
   * Headers of each request, such as an API key.
   *
   * @default `OTEL_EXPORTER_OTLP_TRACES_HEADERS` and `OTEL_EXPORTER_OTLP_HEADERS`, in the form
   * `name=value,name=value`
   */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** @default `OTEL_EXPORTER_OTLP_TRACES_PROTOCOL`, else `OTEL_EXPORTER_OTLP_PROTOCOL`, else `http/protobuf` */
  readonly protocol?: OtlpProtocol | undefined;
  /** `service.name` of the resource. @default `OTEL_SERVICE_NAME`, else `unknown_service:node` */
  readonly serviceName?: string | undefined;
  /** Additional attributes of the resource. @default `OTEL_RESOURCE_ATTRIBUTES` */
  readonly resource?: Readonly<Record<string, string>> | undefined;
  /** Time limit of a request in milliseconds. @default `OTEL_EXPORTER_OTLP_TIMEOUT`, else 10,000 */
  readonly timeoutMs?: number | undefined;
  /** Whether to send spans unencrypted over `http:` to another machine. @default false */
  readonly insecure?: boolean | undefined;
}

/** {@link OtlpOptions} with all defaults applied. */
export interface OtlpSettings {
  readonly address: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly protocol: OtlpProtocol;
  readonly resource: Attributes;
  readonly timeoutMs: number;
}

const defaultUrl = 'http://localhost:4318';
const defaultTimeoutMs = 10_000;
const tracesPath = '/v1/traces';

/**
 * Applies defaults.
 *
 * @throws {TracerError} `invalid-option` for an invalid value
 */
export function readOtlpOptions(options: OtlpOptions, env: NodeJS.ProcessEnv = process.env): OtlpSettings {
  const of = (name: string) =>
    env[`OTEL_EXPORTER_OTLP_TRACES_${name}`] || env[`OTEL_EXPORTER_OTLP_${name}`] || undefined;
  const address = addressOf(options, env);
  if (address.protocol === 'http:' && !isLoopback(address) && !options.insecure) {
    throw bad(
      `${address.origin} would be sent your data unencrypted. Use https:, or say insecure: true in toOtlp().`,
    );
  }
  const protocol = options.protocol ?? of('PROTOCOL') ?? 'http/protobuf';
  if (protocol !== 'http/protobuf' && protocol !== 'http/json') {
    throw bad(
      `The OTLP protocol ${JSON.stringify(protocol)} is not supported. Use http/protobuf or http/json.`,
    );
  }
  const timeoutMs = options.timeoutMs ?? Number(of('TIMEOUT') ?? defaultTimeoutMs);
  if (!(timeoutMs > 0)) throw bad(`The OTLP timeout ${timeoutMs} is not valid. Use milliseconds above 0.`);
  return {
    address,
    headers: {
      ...pairsOf(env.OTEL_EXPORTER_OTLP_HEADERS),
      ...pairsOf(env.OTEL_EXPORTER_OTLP_TRACES_HEADERS),
      ...options.headers,
    },
    protocol,
    resource: resourceOf(options, env),
    timeoutMs,
  };
}

const bad = (message: string): TracerError => new TracerError('invalid-option', message);

function addressOf({ url }: OtlpOptions, env: NodeJS.ProcessEnv): URL {
  const exact = url === undefined ? env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT || undefined : undefined;
  const text = exact ?? url ?? (env.OTEL_EXPORTER_OTLP_ENDPOINT || defaultUrl);
  const address = URL.canParse(text) ? new URL(text) : undefined;
  if (!address || !/^https?:$/.test(address.protocol)) {
    throw bad(`The OTLP address ${JSON.stringify(text)} cannot be used. Write one such as ${defaultUrl}.`);
  }
  const path = address.pathname.replace(/\/+$/, '');
  if (exact === undefined && !path.endsWith(tracesPath)) address.pathname = path + tracesPath;
  return address;
}

function resourceOf({ serviceName, resource }: OtlpOptions, env: NodeJS.ProcessEnv): Attributes {
  const attributes = { ...pairsOf(env.OTEL_RESOURCE_ATTRIBUTES), ...resource };
  return {
    'host.name': hostname(),
    'process.pid': BigInt(process.pid),
    ...attributes,
    'service.name':
      serviceName ?? (env.OTEL_SERVICE_NAME || attributes['service.name'] || 'unknown_service:node'),
    'telemetry.sdk.name': sdk.name,
    'telemetry.sdk.language': 'nodejs',
    'telemetry.sdk.version': sdk.version,
  };
}

/** Parses `name=value,name=value`, with percent-encoded values. */
function pairsOf(list = ''): Record<string, string> {
  const pairs = list.split(',').flatMap((pair) => {
    const at = pair.indexOf('=');
    return at < 1 ? [] : [[decoded(pair.slice(0, at)), decoded(pair.slice(at + 1))] as const];
  });
  return Object.fromEntries(pairs);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.trim());
  } catch {
    return text.trim();
  }
}

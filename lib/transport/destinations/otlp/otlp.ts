import { isTracerError, TracerError } from '../../../model/index.ts';
import { createBatchingTransport } from '../../delivery/batching.ts';
import type { Destination } from '../destination.ts';
import { createOtlpPoster } from './otlp-poster.ts';
import { type OtlpOptions, type OtlpSettings, readOtlpOptions } from './otlp-settings.ts';

/**
 * An OpenTelemetry backend, over OTLP/HTTP: a trace for each session, a span for each event, named by the GenAI semantic
 * conventions. Ids are derived from ours, so that what is sent twice is the same. What waits is in memory.
 */
export function toOtlp(options: OtlpOptions = {}): Destination {
  const settings = read(options);
  if (isTracerError(settings)) return { name: 'otlp', problem: settings, open: refuse(settings) };
  return {
    name: `otlp ${settings.address.origin}`,
    open: ({ onProblem, onDrop, outside }) =>
      createBatchingTransport(createOtlpPoster(settings), { onProblem, onDrop, outside }),
  };
}

function read(options: OtlpOptions): OtlpSettings | TracerError {
  try {
    return readOtlpOptions(options);
  } catch (error) {
    return isTracerError(error) ? error : new TracerError('invalid-option', String(error));
  }
}

const refuse = (problem: TracerError) => () => {
  throw problem;
};

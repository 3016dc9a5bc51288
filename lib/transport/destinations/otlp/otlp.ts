import { isTracerError, TracerError } from '../../../model/index.ts';
import { createBatchingTransport } from '../../delivery/batching.ts';
import type { Destination } from '../destination.ts';
import { createOtlpPoster } from './otlp-poster.ts';
import { type OtlpOptions, type OtlpSettings, readOtlpOptions } from './otlp-settings.ts';

/**
 * Sends spans to an OpenTelemetry backend over OTLP/HTTP: one trace for each session, in the GenAI semantic conventions. Span
 * ids are derived from our ids and stay the same when a batch is repeated.
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

// A run that throws becomes a failed session. You receive the same error.

import { trackedAgent } from '../support/agents.ts';

try {
  await trackedAgent.generate('Do something risky');
} catch (error) {
  // Error is recorded in Sentrial as a failed session
  // with error type and message, then re-thrown here
  console.error(error);
}

// A call may say whose session it is and add metadata.

import { trackedAgent } from '../support/agents.ts';

const result = await trackedAgent.generate('How can I help?', {
  sentrial: {
    userId: 'override-user-id',
    convoId: 'override-convo-id',
    metadata: {
      satisfaction: 5,
      source: 'web-chat',
      priority: 'high',
    },
  },
});

console.log(result.text);

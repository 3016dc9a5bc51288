// A call sets the user and conversation of its session and adds metadata.

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

import type {Damage} from './events.js';
import {ofConnections} from './of-connections.js';
import {ofAnswers, ofMessages} from './of-messages.js';
import {ofTimes} from './of-times.js';

export const damages: Readonly<Record<string, Damage>> = {
	...ofMessages,
	...ofAnswers,
	...ofConnections,
	...ofTimes,
};

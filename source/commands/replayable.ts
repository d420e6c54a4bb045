import type {ReplayRequest} from '../replay/open-replay.js';
import type {RelayedPast} from './relayed-past.js';

/** What is replayed: a capture, or what relays keep. */
export type Replayable = ReplayRequest | RelayedPast;

export const isPast = (replayable: Replayable): replayable is RelayedPast => 'items' in replayable;

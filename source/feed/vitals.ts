import type {FeedHealth} from './feed-health.js';
import type {FeedOptions} from './feed-options.js';
import {createHostName, hostOf} from './host-choice.js';

type Options = Pick<FeedOptions, 'key' | 'store' | 'clock' | 'clockOffset' | 'rest' | 'sockets'> & {
	readonly health: FeedHealth;
};

/** Tells how the feed is doing, for people who look after it. */
export const createVitals = (options: Options) => {
	const {key, store, clock, clockOffset, rest, sockets, health} = options;
	if (rest.isAway()) health.log(`requests go to ${rest.host()}`);
	if (sockets.isAway()) health.log(`websockets go to ${hostOf(sockets.address())}`);

	const nameOf = createHostName();
	const noteHosts = () => health.uses({ws: nameOf(sockets.address()), rest: rest.host()});

	const clockOffsetMs = () => {
		const wallAhead = clock.wall() - clock.now();
		const offset = clockOffset.get();
		return offset === null ? null : offset - Math.round(wallAhead);
	};

	store.setHealth(key, noteHosts());
	/** Ends a second; `heardAt`: the newest sign of the connection in charge, once it is open. */
	return (heardAt: number | null): void => {
		noteHosts();
		const shared = {clockOffsetMs: clockOffsetMs(), restWeight: rest.usage(), heardAt};
		const second = health.tick(shared);
		store.setRate(key, second.messagesPerSecond);
		store.setHealth(key, second.health);
	};
};

import type {ReplayWire} from '../../source/playback/replay-wire.js';
import {between, type Random} from '../../source/random.js';
import {pick} from './damages/events.js';

/** Topics of which a connection brings nothing for a while, or any more. */
export const createMutes = (wire: ReplayWire, now: () => number) => {
	const mutes: {topic: string; link: number; until: number}[] = [];
	const heard = new Set<string>();
	return {
		/** `links`: the connections of now, by their numbers. */
		begin(random: Random, links: readonly number[]) {
			const [topic, link] = [pick(random, [...heard]), pick(random, links)];
			const until = random() < 0.5 ? Infinity : now() + between(random, 200, 30_000);
			if (topic !== undefined && link !== undefined) mutes.push({topic, link, until});
		},
		isLost(message: string | Buffer, link: number): boolean {
			const topic = wire.bookMessage(message)?.topic;
			if (topic === undefined) return false;
			heard.add(topic);
			return mutes.some(one => one.link === link && one.topic === topic && now() < one.until);
		},
	};
};

import {formatWanted, parseWantedMarket, type WantedMarket} from '../market-name.js';
import {endRunning, followOther, type Running} from '../session/running.js';

/** What the app follows now. */
export type Followed = {
	readonly running: Running;
	readonly market: WantedMarket;
	readonly mode: 'live' | 'demo';
};

export type FollowedPorts = {
	/** The demo's exchanges with this market. */
	readonly openDemo: (market: WantedMarket) => Promise<Running>;
	/** Ends the recording that runs: it is of one source. */
	readonly endRecording: () => Promise<unknown>;
	/** Lets a recording that runs go on with another market, to which `change` goes over. */
	readonly recordOther: (name: string, change: () => void) => void;
	/** There is something else to see. */
	readonly show: (followed: Followed) => void;
	readonly complain: (text: string) => void;
};

/** Whether a market is on the screen, also where it was asked for in one word that a list has told the parts of. */
const isFollowed = ({running, market}: Followed, name: string) =>
	formatWanted(market) === name ||
	running.session.store.getView().books.some(book => book.market === name);

/** Owns what the app follows. Changes of it come one after the other; what cannot be changed stays as it is. */
export const createFollowed = (first: Followed, ports: FollowedPorts) => {
	let now = first;
	let switching = Promise.resolve();

	/** `change` tells whether it was one. */
	const switchBy = (change: () => Promise<boolean> | boolean) => {
		const run = async () => {
			if (await change()) ports.show(now);
		};
		switching = switching.then(run).catch((error: unknown) => {
			ports.complain(error instanceof Error ? error.message : String(error));
		});
	};

	return {
		now: () => now,
		toDemo() {
			switchBy(async () => {
				if (now.mode === 'demo') return false;
				await ports.endRecording();
				const {running: before, market} = now;
				now = {running: await ports.openDemo(market), market, mode: 'demo'};
				await endRunning(before);
				return true;
			});
		},
		/** `STEEM/BTC` */
		toMarket(name: string) {
			const market = parseWantedMarket(name);
			if (!market) return;
			switchBy(() => {
				if (isFollowed(now, name)) return false;
				ports.recordOther(name, () => {
					now = {...now, market, running: followOther(now.running, market)};
				});
				return true;
			});
		},
		/** The changes that were asked for are done. */
		settled: () => switching,
		/** Follows nothing any more. */
		end: () => endRunning(now.running),
	};
};

export type FollowedMarket = ReturnType<typeof createFollowed>;

import type {Clock} from '../clock.js';
import {withCode} from '../faults.js';
import {describeRefusal} from '../relayed/until-connected.js';
import {BusError, type Bus, type BusState, type BusStream} from '../transport/bus.js';
import {sayOnce} from './say-once.js';

export type TendBusContext = {
	readonly bus: Pick<Bus, 'address' | 'state' | 'onState' | 'ensure'>;
	readonly clock: Pick<Clock, 'now' | 'every'>;
	/** What happens. */
	readonly say: (text: string) => void;
};

/** How often it is looked whether the streams are there, in milliseconds: anybody may remove them. */
const ensureMs = 1000;

/** What is said of the way to the server when it changes. */
const describeWay = (state: BusState, {bus, clock}: TendBusContext): string | null => {
	const {address} = bus;
	switch (state.type) {
		case 'connecting':
		case 'lost': {
			const {reason, retryAt} = state;
			if (reason === null) return null;
			const seconds = Math.max(1, Math.round(((retryAt ?? 0) - clock.now()) / 1000));
			const what = state.type === 'lost' ? reason : `cannot reach ${address}, ${reason}`;
			return `${what}, trying again in ${seconds} s`;
		}
		case 'connected':
			return `connected to ${address}`;
		case 'failed':
			return describeRefusal(address, state);
		case 'closed':
			return null;
	}
};

/** Makes the streams that are missing, whenever it is asked to. */
const createStreamsKeeper = (streams: readonly BusStream[], {bus, clock, say}: TendBusContext) => {
	const complain = sayOnce(say, clock);
	let [isBusy, isReady] = [false, false];
	let onReady: (problem: string | null) => void = () => undefined;
	const ready = new Promise<string | null>(resolve => (onReady = resolve));
	const tell = (error: BusError) => {
		const words = `${bus.address}: ${error.message}`;
		if (isReady) complain(words);
		else onReady(words);
	};
	return {
		/** Resolves once the streams are there; with why not, where the server cannot be used. */
		ready,
		giveUp: (why: string) => onReady(why),
		async ensure(): Promise<void> {
			if (isBusy || bus.state().type !== 'connected') return;
			isBusy = true;
			try {
				await bus.ensure(streams);
				isReady = true;
				onReady(null);
			} catch (error) {
				if (!(error instanceof BusError)) throw error;
				// Another time it may be answered.
				if (error.code === 'denied' || error.code === 'failed') tell(error);
			} finally {
				isBusy = false;
			}
		},
	};
};

/** Tells of the way to the server, each news once; makes the streams that are missing as long as it is there. */
export const tendBus = (streams: readonly BusStream[], context: TendBusContext) => {
	const {bus, clock, say} = context;
	const keeper = createStreamsKeeper(streams, context);
	let last: string | null = null;

	const look = (state: BusState) => {
		const words = describeWay(state, context);
		// Each try is another one, but no news.
		const news = words?.replace(/ in \d+ s$/, '') ?? null;
		const told = words && withCode(words, state.type === 'connected' ? null : 'bus-lost');
		if (news !== last && told !== null && state.type !== 'failed') say(told);
		last = news;
		if (state.type === 'failed' && told !== null) keeper.giveUp(told);
		void keeper.ensure();
	};
	const stops = [bus.onState(look), clock.every(ensureMs, () => void keeper.ensure())];
	look(bus.state());
	return {
		/** Resolves once the streams are there; with why not, where the server cannot be used. */
		ready: keeper.ready,
		stop() {
			for (const stop of stops) stop();
		},
	};
};

import assert from 'node:assert/strict';
import {gunzipSync} from 'node:zlib';
import {compareDecimals} from '../../../source/book/fixed-point.js';
import type {SideView} from '../../../source/book/side-view.js';
import type {ExchangeId} from '../../../source/simulator/market-list.js';
import type {SocketEvent, Transport} from '../../../source/transport/transport.js';
import {createWorld, type World} from '../../soak/world.js';
import {findDifference} from '../../soak/truth.js';
import {toMessage, type Hostile} from './input.js';

export const states = ['opening', 'syncing', 'live', 'auditing', 'renewing'] as const;

export type State = (typeof states)[number];

const mostKept = 20;

/** Keeps what comes through, and lets messages and answers in. */
const createTap = () => {
	const sockets: ((event: SocketEvent) => void)[] = [];
	const real: string[] = [];
	const bodies: string[] = [];

	const keep = (list: string[], text: string) => {
		list.push(text);
		if (list.length > mostKept) list.shift();
	};

	return {
		/** In place of the next REST answer. */
		answers: [] as string[],
		/** Messages lately received, unpacked, and bodies of REST answers. */
		real,
		bodies,
		emit(event: SocketEvent) {
			for (const emit of sockets) emit(event);
		},
		wrap(transport: Transport, answers: string[]): Transport {
			return {
				connect(url, onEvent) {
					sockets.push(onEvent);
					return transport.connect(url, event => {
						if (event.type === 'message') {
							const {data} = event;
							keep(real, typeof data === 'string' ? data : gunzipSync(data).toString());
						}
						onEvent(event);
					});
				},
				async get(url) {
					const response = await transport.get(url);
					keep(bodies, response.body);
					const body = answers.shift();
					return body === undefined ? response : {...response, body};
				},
			};
		},
	};
};

const checkSorted = (side: SideView, sign: 1 | -1) => {
	for (let rank = 0; rank < side.length; rank++) {
		assert.ok(side.size(rank).units > 0, 'every size is above zero');
		if (rank === 0) continue;
		const order = compareDecimals(side.price(rank), side.price(rank - 1));
		assert.ok(order * sign > 0, 'the better price comes first');
	}
};

/** What holds of every view, whatever was received. */
const checkViews = ({session}: World) => {
	session.store.subscribe(() => {
		for (const {status, bids, asks} of session.store.getView().books) {
			checkSorted(bids, -1);
			checkSorted(asks, 1);
			if (status !== 'live' || bids.length === 0 || asks.length === 0) continue;
			assert.ok(compareDecimals(bids.price(0), asks.price(0)) < 0, 'no live book is crossed');
		}
	});
};

const reach = async (world: World, state: State) => {
	const [book] = world.books();
	const key = book?.key ?? '';
	if (state === 'opening') return;
	if (state === 'syncing') {
		for (let steps = 0; steps < 2000; steps++) {
			if (world.books()[0]?.status === 'syncing') return;
			await world.clock.run(5);
		}
		return;
	}
	assert.ok(await world.untilLive(20_000));
	if (state === 'auditing') world.session.resync(key);
	if (state === 'renewing') world.simulator.inject('shutdown');
	await world.clock.run(30);
};

/** Brings a feed into a state, gives it what no exchange sends, and sees that it gets over it. */
export const runHostile = async (
	exchange: ExchangeId,
	market: string,
	state: State,
	inputs: readonly Hostile[],
): Promise<void> => {
	const tap = createTap();
	const {answers, real, bodies, emit} = tap;
	const wrap = (transport: Transport) => tap.wrap(transport, answers);
	const world = await createWorld({seed: 5, market, exchanges: [exchange], wrap});
	checkViews(world);
	await reach(world, state);
	for (const input of inputs) {
		if (input.target === 'rest')
			answers.push(toMessage({...input, packed: 'no'}, bodies).toString());
		else emit({type: 'message', data: toMessage(input, real)});
		await world.clock.run(input.pause);
	}
	answers.length = 0;
	await world.clock.run(1000);
	const find = () => {
		const [book] = world.books();
		return book?.status === 'live' ? findDifference(world.simulator, book) : 'not live';
	};
	// What could be true stands until an audit, three minutes later at the most.
	for (let seconds = 0; seconds < 280 && find() !== null; seconds += 2) await world.clock.run(2000);
	assert.ok(await world.untilLive(60_000), 'good data brings the book back');
	assert.equal(find(), null);
	assert.equal(await world.stop(), 0);
};

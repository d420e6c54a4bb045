import {gunzipSync} from 'node:zlib';
import type {Pairs, Workload} from './workload.js';

/** A book as two lists of numbers, best first: what every contender can be asked for. */
export type Rows = {
	readonly bids: readonly (readonly [price: number, size: number])[];
	readonly asks: readonly (readonly [price: number, size: number])[];
};

type RawPairs = readonly (readonly [unknown, unknown])[];

type RawMessage = {
	readonly data?: {readonly b: RawPairs; readonly a: RawPairs};
	readonly tick?: {readonly bids: RawPairs; readonly asks: RawPairs};
};

/** The book after the first `count` messages, by the plainest way there is: two maps and a sort. */
export const findExpected = (workload: Workload, count: number): Rows => {
	const sides = {bids: new Map<number, number>(), asks: new Map<number, number>()};
	const write = (side: keyof typeof sides, pairs: RawPairs | Pairs) => {
		for (const [price, size] of pairs)
			if (Number(size) === 0) sides[side].delete(Number(price));
			else sides[side].set(Number(price), Number(size));
	};
	write('bids', workload.snapshot.bids);
	write('asks', workload.snapshot.asks);
	for (const bytes of [...workload.fill, ...workload.stream.slice(0, count)]) {
		const text = workload.kind === 'depth' ? bytes : gunzipSync(bytes);
		const {data, tick} = JSON.parse(text.toString()) as RawMessage;
		if (workload.kind === 'step0') for (const side of Object.values(sides)) side.clear();
		write('bids', data?.b ?? tick?.bids ?? []);
		write('asks', data?.a ?? tick?.asks ?? []);
	}
	return {
		bids: [...sides.bids].sort(([one], [other]) => other - one),
		asks: [...sides.asks].sort(([one], [other]) => one - other),
	};
};

/** In words where two books differ first; null where they are the same. */
export const findDifference = (expected: Rows, found: Rows): string | null => {
	for (const side of ['bids', 'asks'] as const) {
		const length = Math.max(expected[side].length, found[side].length);
		for (let rank = 0; rank < length; rank++) {
			const [wanted, is] = [expected[side][rank], found[side][rank]];
			if (wanted?.[0] !== is?.[0] || wanted?.[1] !== is?.[1])
				return `${side} at rank ${rank}: ${String(is)}, not ${String(wanted)}`;
		}
	}
	return null;
};

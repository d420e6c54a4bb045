import {createHash} from 'node:crypto';
import {formatDecimal} from '../../source/book/fixed-point.js';
import type {SideView} from '../../source/book/side-view.js';
import {OrderBook} from '../../source/book/order-book.js';
import type {
	ClientInput,
	ClientOutput,
	ExchangeClient,
	Market,
} from '../../source/exchanges/exchange.js';

export const marketOf = (symbol: string, base = symbol, quote = ''): Market => ({
	base,
	quote,
	symbol,
	tickSize: null,
	sizeStep: null,
	state: {type: 'trading'},
});

/** A client with the book its outputs make, driven by hand; as its feed does, one that fails a check is told so. */
export const runClient = (client: ExchangeClient) => {
	const book = new OrderBook();
	const outputs: ClientOutput[] = [];
	let isInSync = false;
	let requests = 0;
	return {
		book,
		outputs,
		isInSync: () => isInSync,
		/** Snapshots asked for so far. */
		requests: () => requests,
		give(input: ClientInput): readonly ClientOutput[] {
			const given = client(input);
			outputs.push(...given);
			let wrong: string | null = null;
			for (const output of given) {
				if (output.type === 'book') wrong ??= book.apply(output.change);
				if (output.type === 'book') isInSync = true;
				if (output.type === 'syncing') isInSync = false;
				if (output.type === 'request') requests++;
			}
			if (wrong === null) return given;
			return [...given, ...this.give({type: 'resync', fault: {code: 'checksum', detail: wrong}})];
		},
	};
};

/** Levels as text, best first. */
export const toRows = (side: SideView, count = side.length): [string, string][] =>
	Array.from({length: Math.min(count, side.length)}, (_, rank) => [
		formatDecimal(side.price(rank)),
		formatDecimal(side.size(rank)),
	]);

/** The digest that the expected books give of all levels of both sides. */
export const digest = ({bids, asks}: OrderBook): string => {
	const hash = createHash('sha256');
	for (const [price, size] of toRows(bids)) hash.update(`b ${price} ${size}\n`);
	for (const [price, size] of toRows(asks)) hash.update(`a ${price} ${size}\n`);
	return hash.digest('hex');
};

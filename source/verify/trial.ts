import {keepChange} from '../book/order-book.js';
import type {ClientInput, ClientOutput, ExchangeClient} from '../exchanges/exchange.js';

/** A client that has begun anew on a connection, with what it made of what it was told. */
export type Trial = {
	readonly fresh: ExchangeClient;
	readonly outputs: readonly ClientOutput[];
	/** Of its first book, null where it has none. */
	readonly sequence: number | null;
};

/** Outlives the input that it is made of. */
const keep = (output: ClientOutput): ClientOutput =>
	output.type === 'book' ? {...output, change: keepChange(output.change)} : output;

const sequenceOf = (outputs: readonly ClientOutput[]): number | null =>
	outputs.find(output => output.type === 'book')?.change.sequence ?? null;

const beginning = [{type: 'open'}, {type: 'subscribed'}] as const;

/** What a client would make of these that begins anew on a connection whose subscription was on. */
export const tryAnew = (
	createClient: () => ExchangeClient,
	inputs: readonly ClientInput[],
): Trial | null => {
	const fresh = createClient();
	try {
		const outputs = [...beginning, ...inputs].flatMap(input => fresh(input).map(keep));
		return {fresh, outputs, sequence: sequenceOf(outputs)};
	} catch {
		// The client that has the book says what is wrong with it.
		return null;
	}
};

import type {BookChange, OrderBook} from '../book/order-book.js';
import type {ClientInput, ClientOutput, ExchangeClient} from '../exchanges/exchange.js';
import {describeFault} from '../faults.js';
import {minTrustedLevels} from '../feed/due.js';
import {createAhead} from './ahead.js';
import type {BookEvent, BookMemory} from './book-events.js';
import type {StreamWatch} from './book-watch.js';
import {createBookLoss} from './book-loss.js';
import {createCaptureClient} from './capture-client.js';
import {createJudgedBook} from './judged-book.js';
import {tryAnew} from './trial.js';

export type BookRun = {
	readonly book: OrderBook;
	/** Whether it follows the exchange's, as far as the capture shows. */
	isInSync(): boolean;
	/** Whether it is in sync, and the market within what the last snapshot vouches for. */
	isProven(): boolean;
	/** What no snapshot was found for, empty where none came; null where it is in sync, or its loss was told. */
	lack(): string | null;
	/** `isSnapshot`: whether it was asked for, over the socket or by HTTP. @default by HTTP */
	give(input: ClientInput, isSnapshot?: boolean): void;
};

/**
 * Follows one book of one connection with the exchange's own client, and tells what would have
 * happened live. Every further snapshot is taken for an audit. `createClient` is called again where
 * the client would have connected anew, which a capture cannot. `canAudit`: whether an audit leaves the book in use.
 */
export const createBookRun = (
	createClient: () => ExchangeClient,
	tell: (event: BookEvent) => void,
	memory?: BookMemory,
	canAudit = true,
	watch?: StreamWatch,
): BookRun => {
	const loss = createBookLoss(tell);
	const book = createJudgedBook(tell, loss.inSync, memory, watch);
	const client = createCaptureClient(createClient, (fault, isResponse) => {
		tell({type: 'unreadable', detail: describeFault(fault)});
		const isAudit = isResponse && book.isInSync();
		if (!isAudit) loss.unreadable();
		return isAudit;
	});
	const {ask} = client;
	const ahead = createAhead(createClient, book.sequence);

	const lose = (output: ClientOutput & {readonly type: 'syncing' | 'reconnect'}) => {
		if (output.type === 'syncing' && book.isInSync() && !loss.isTrusted()) tell({type: 'resync'});
		book.outOfSync();
		loss.note(output.fault);
		if (output.type === 'syncing') return;
		memory?.forget();
		client.renew();
	};

	/**
	 * As the feed does: all that one message changes is a unit, and a crossed book wants a new snapshot.
	 * What is sent or asked for lies in the capture, answered or not.
	 */
	const take = (outputs: readonly ClientOutput[]) => {
		let isJudged = true;
		let audited: readonly BookChange[] | undefined;
		for (const output of outputs) {
			if (output.type === 'book') {
				book.apply(output.change);
				loss.changed(output.note?.code === 'quiet');
				isJudged = false;
			} else if (output.type === 'audit') audited = output.changes;
			else if (output.type === 'trades') watch?.traded(output.trades);
			else if (output.type === 'syncing' || output.type === 'reconnect') {
				if (!isJudged) book.judge();
				isJudged = true;
				lose(output);
			}
		}
		let fault = isJudged ? null : book.judge();
		if (!fault && audited) {
			ahead.drop();
			fault = book.audit(audited);
		}
		if (fault) {
			const wasTrusted = loss.isTrusted();
			take(client.resync(fault));
			loss.wrong(fault, wasTrusted);
		}
	};

	/**
	 * Begins anew with a snapshot that is newer than the one taken on trust: of what lies between the two
	 * nothing was heard, as at the start of a capture, where the recorder asks until one links.
	 */
	const takeNewer = (input: ClientInput): readonly ClientOutput[] => {
		const found = tryAnew(createClient, [input]);
		if (found?.sequence == null) return [];
		const before = book.sequence();
		if (found.sequence <= before) {
			tell({type: 'repeated'});
			return [];
		}
		tell({type: 'outdated', detail: `${before} before ${found.sequence}`});
		client.replace(found.fresh);
		book.outOfSync();
		return found.outputs;
	};

	const give = (input: ClientInput, isSnapshot = input.type === 'response') => {
		const newer = book.isInSync() && loss.isTrusted() ? takeNewer(input) : [];
		const wasInSync = book.isInSync();
		take(newer.length > 0 ? newer : ask(input));
		if (!book.isInSync()) {
			// After a gap, it goes on with the snapshot that came before it, where what came after links to that.
			const found = wasInSync ? ahead.tryBefore(input) : null;
			if (found) {
				client.replace(found.fresh);
				take(found.outputs);
			}
			ahead.drop();
		} else if (isSnapshot && wasInSync) ahead.note(input);
		if (canAudit && book.isInSync() && !ahead.isThere()) take(ask({type: 'audit'}));
	};

	return {
		get book() {
			return book.get();
		},
		isInSync: book.isInSync,
		isProven: () => book.isInSync() && book.get().vouchedLevels() >= minTrustedLevels,
		lack: () => (book.isInSync() ? null : loss.lack()),
		give,
	};
};

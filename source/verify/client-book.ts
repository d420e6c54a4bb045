import type {BookChange} from '../book/order-book.js';
import type {ClientInput, ClientOutput, ExchangeClient} from '../exchanges/exchange.js';
import {describeFault, type FeedFault} from '../faults.js';
import type {BookEvent, BookMemory} from './book-events.js';
import {createBookLoss} from './book-loss.js';
import type {StreamWatch} from './book-watch.js';
import {createCaptureClient} from './capture-client.js';
import {createJudgedBook} from './judged-book.js';
import type {Trial} from './trial.js';

type Options = {
	/** Called again where the client would have connected anew. */
	readonly createClient: () => ExchangeClient;
	readonly tell: (event: BookEvent) => void;
	readonly memory?: BookMemory | undefined;
	readonly watch?: StreamWatch | undefined;
	/** The book is about to be compared with a snapshot that the client made ready for it. */
	readonly onAudit: () => void;
};

type Losing = ClientOutput & {readonly type: 'syncing' | 'reconnect' | 'unserved'};

const isLosing = (output: ClientOutput): output is Losing =>
	output.type === 'syncing' || output.type === 'reconnect' || output.type === 'unserved';

/** A book as its client tells it, with the reason while that is not in sync. */
const createToldBook = ({tell, memory, watch}: Omit<Options, 'createClient' | 'onAudit'>) => {
	const loss = createBookLoss(tell);
	const book = createJudgedBook(tell, loss.inSync, memory, watch);
	return {
		...book,
		wrong: loss.wrong,
		...{isTrusted: loss.isTrusted, isUnread: loss.isUnread},
		/** What no snapshot was found for, empty where none came; null where it is in sync, or its loss was told. */
		lack: () => (book.isInSync() ? null : loss.lack()),
		change({change, note}: ClientOutput & {readonly type: 'book'}) {
			book.apply(change);
			loss.changed(note?.code === 'quiet');
		},
		lose({type, fault}: Losing) {
			if (type === 'syncing' && book.isInSync() && !loss.isTrusted()) tell({type: 'resync'});
			book.outOfSync();
			loss.note(fault);
			if (type === 'reconnect') memory?.forget();
		},
		/** A message could not be read. Returns whether that was an audit's answer alone. */
		unreadable(fault: FeedFault, isResponse: boolean): boolean {
			tell({type: 'unreadable', detail: describeFault(fault)});
			const isAudit = isResponse && book.isInSync();
			if (!isAudit) loss.unreadable();
			return isAudit;
		},
	};
};

/** A client that is told a capture, and the book that its outputs make. */
export const createClientBook = ({createClient, onAudit, ...options}: Options) => {
	const book = createToldBook(options);
	const client = createCaptureClient(createClient, book.unreadable);

	/**
	 * As the feed does: all that one message changes is a unit, and the book is judged after it. Returns
	 * what is wrong with it. What is sent or asked for lies in the capture, answered or not.
	 */
	const carryOut = (outputs: readonly ClientOutput[]): FeedFault | null => {
		let isJudged = true;
		let audited: readonly BookChange[] | undefined;
		for (const output of outputs) {
			if (output.type === 'book') {
				book.change(output);
				isJudged = false;
			} else if (output.type === 'audit') audited = output.changes;
			else if (output.type === 'trades') options.watch?.traded(output.trades);
			else if (isLosing(output)) {
				if (!isJudged) book.judge();
				isJudged = true;
				book.lose(output);
				// Live, it would be heard on another connection.
				if (output.type !== 'syncing') client.renew();
			}
		}
		const fault = isJudged ? null : book.judge();
		if (fault || !audited) return fault;
		onAudit();
		return book.audit(audited);
	};

	/** A book that is wrong wants a new snapshot. */
	const take = (outputs: readonly ClientOutput[]): void => {
		const fault = carryOut(outputs);
		if (!fault) return;
		const wasTrusted = book.isTrusted();
		take(client.resync(fault));
		book.wrong(fault, wasTrusted);
	};

	return {
		...{get: book.get, sequence: book.sequence, lack: book.lack, isUnread: book.isUnread},
		isInSync: book.isInSync,
		/** Whether it is in sync by a snapshot alone, which nothing has linked to yet. */
		isOnTrust: () => book.isInSync() && book.isTrusted(),
		/** Tells the client, and does what it says. Returns whether it gave its connection up. */
		give(input: ClientInput): boolean {
			const before = client.renewals();
			take(client.ask(input));
			return client.renewals() > before;
		},
		/** Another client goes on, with what it made of what it knows. */
		goOn({fresh, outputs}: Trial) {
			client.replace(fresh);
			take(outputs);
		},
		/** What comes next begins a book of its own. */
		outOfSync: book.outOfSync,
	};
};

import {countDifferences} from '../book/compare-books.js';
import {OrderBook, type BookChange} from '../book/order-book.js';
import type {ClientInput, ClientOutput, ExchangeClient} from '../exchanges/exchange.js';
import {minTrustedLevels} from '../feed/due.js';
import {describeFault, type FeedFault} from '../faults.js';

/** What happened to a book, as it is counted. */
export type BookEvent =
	| {readonly type: 'gap' | 'unlinked' | 'crossed' | 'unreadable'; readonly detail: string}
	/** The snapshot that it was in sync by, on trust, was an old one: what came next does not link to it. */
	| {readonly type: 'outdated'; readonly detail: string}
	/**
	 * `resync`: it was in sync and is not any more; `repeated`: while it is on trust came a snapshot that
	 * is no newer; `changes`: changes came that nothing links.
	 */
	| {readonly type: 'resync' | 'snapshot' | 'repeated' | 'changes'}
	/** A snapshot that came while the book was in sync agreed with it, or did not. */
	| {readonly type: 'audit'; readonly differences: number};

/** What is known of a book from connections before. */
export type BookMemory = {
	/** What is wrong with a first book at this sequence, null where nothing is. */
	judge(sequence: number): FeedFault | null;
	/** The book is at this sequence. */
	learn(sequence: number): void;
	/** Ids from here on are not to be compared with those before. */
	forget(): void;
};

export type BookRun = {
	readonly book: OrderBook;
	isInSync(): boolean;
	/** Whether it is in sync, and the market within what the last snapshot vouches for. */
	isProven(): boolean;
	/** What no snapshot was found for, empty where none came; null where it is in sync, or its loss was told. */
	lack(): string | null;
	/** `isSnapshot`: whether it was asked for, over the socket or by HTTP. @default by HTTP */
	give(input: ClientInput, isSnapshot?: boolean): void;
};

const sequenceOf = (outputs: readonly ClientOutput[]): number | null =>
	outputs.find(output => output.type === 'book')?.change.sequence ?? null;

/**
 * Follows one book of one connection with the exchange's own client, and tells what would have
 * happened live. Every further snapshot is taken for an audit. `createClient` is called again where
 * the client would have connected anew, which a capture cannot.
 */
export const createBookRun = (
	createClient: () => ExchangeClient,
	tell: (event: BookEvent) => void,
	memory?: BookMemory,
): BookRun => {
	let client = createClient();
	let book = new OrderBook();
	let isInSync = false;
	/** Whether it was crossed when it was judged last. */
	let isCrossed = false;
	/** Whether no update has linked to the book yet: at a capture's start the updates before are missing. */
	let isTrusted = false;
	let unlinked = '';
	/** Whether what it was lost by was told: what does not link afterwards is no news. */
	let isLossTold = false;
	/** A snapshot that the book in sync has not come up to yet. */
	let ahead: {readonly input: ClientInput; readonly sequence: number} | null = null;

	/** A gap right behind a snapshot that was taken on trust means that the snapshot was an old one. */
	const noteFault = (fault: FeedFault | undefined) => {
		const detail = fault?.detail ?? '';
		if (fault?.code === 'gap') {
			tell({type: isTrusted ? 'outdated' : 'gap', detail});
			isLossTold = !isTrusted;
		}
		if (fault?.code === 'old-snapshot') tell({type: 'unlinked', detail});
		if (fault?.code === 'changes-alone') {
			tell({type: 'changes'});
			isLossTold = true;
		}
		if (fault && unlinked === '') unlinked = detail;
		isTrusted = false;
	};

	/** What came as a unit is in the book: it is in sync, unless what is returned is wrong with it. */
	const judge = (): FeedFault | null => {
		const sequence = book.sequence ?? 0;
		const age = isInSync ? null : memory?.judge(sequence);
		if (age) return age;
		memory?.learn(sequence);
		const wasCrossed = isCrossed;
		isCrossed = book.isCrossed();
		if (isCrossed) {
			if (!wasCrossed) tell({type: 'crossed', detail: `sequence ${sequence}`});
			return {code: 'crossed'};
		}
		if (!isInSync) tell({type: 'snapshot'});
		isInSync = true;
		unlinked = '';
		isLossTold = false;
		return null;
	};

	/** Returns what is wrong with the book, where a snapshot tells something else. */
	const audit = (changes: readonly BookChange[]): FeedFault | null => {
		ahead = null;
		const fresh = new OrderBook();
		for (const change of changes) fresh.apply(change);
		const differences = countDifferences(book, fresh, changes[0]?.maxLevels);
		tell({type: 'audit', differences});
		if (differences > 0) return {code: 'different'};
		book = fresh;
		return null;
	};

	const lose = (output: ClientOutput & {readonly type: 'syncing' | 'reconnect'}) => {
		if (output.type === 'syncing' && isInSync && !isTrusted) tell({type: 'resync'});
		isInSync = false;
		noteFault(output.fault);
		if (output.type === 'syncing') return;
		memory?.forget();
		client = createClient();
		ask({type: 'open'});
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
				isTrusted = output.note?.code === 'quiet';
				isJudged = false;
			} else if (output.type === 'audit') audited = output.changes;
			else if (output.type === 'syncing' || output.type === 'reconnect') {
				if (!isJudged) judge();
				isJudged = true;
				lose(output);
			}
		}
		let fault = isJudged ? null : judge();
		if (!fault && audited) fault = audit(audited);
		if (fault) {
			const isOnTrust = isTrusted;
			take(client({type: 'resync', fault}));
			isLossTold = fault.code === 'crossed' || fault.code === 'different';
			// Where a snapshot was all that came, it may just have been an old one.
			if (isOnTrust) unlinked = '';
		}
	};

	const ask = (input: ClientInput): readonly ClientOutput[] => {
		try {
			return client(input);
		} catch (error) {
			const detail = error instanceof Error ? error.message : String(error);
			const fault: FeedFault = {code: 'bad-message', detail};
			tell({type: 'unreadable', detail: describeFault(fault)});
			// An audit's snapshot that cannot be read says nothing against the book.
			if (input.type === 'response' && isInSync) return [];
			isLossTold = true;
			return client({type: 'resync', fault});
		}
	};

	/** What a client would make of these that begins anew on this connection, whose subscription was on. */
	const tryAnew = (inputs: readonly ClientInput[]) => {
		const fresh = createClient();
		const beginning = [{type: 'open'}, {type: 'subscribed'}] as const;
		try {
			const outputs = [...beginning, ...inputs].flatMap(input => fresh(input));
			return {fresh, outputs, sequence: sequenceOf(outputs)};
		} catch {
			// The client that has the book says what is wrong with it.
			return null;
		}
	};

	/**
	 * Begins anew with a snapshot that is newer than the one taken on trust: of what lies between the two
	 * nothing was heard, as at the start of a capture, where the recorder asks until one links.
	 */
	const takeNewer = (input: ClientInput): readonly ClientOutput[] => {
		const found = tryAnew([input]);
		if (found?.sequence == null) return [];
		const before = book.sequence ?? 0;
		if (found.sequence <= before) {
			tell({type: 'repeated'});
			return [];
		}
		tell({type: 'outdated', detail: `${before} before ${found.sequence}`});
		client = found.fresh;
		isInSync = false;
		return found.outputs;
	};

	/** After a gap, goes on with the snapshot that came before it, where what came after it links to that. */
	const takeAhead = (input: ClientInput, snapshot: ClientInput): readonly ClientOutput[] => {
		const found = tryAnew([input, snapshot]);
		if (found?.sequence == null || found.outputs.some(({type}) => type === 'syncing')) return [];
		client = found.fresh;
		return found.outputs;
	};

	/** A snapshot is looked at for how far it is: an audit waits until the book has come as far. */
	const noteAhead = (input: ClientInput) => {
		const sequence = tryAnew([input])?.sequence ?? null;
		if (sequence !== null && sequence > (book.sequence ?? 0)) ahead = {input, sequence};
	};

	const give = (input: ClientInput, isSnapshot = input.type === 'response') => {
		const newer = isInSync && isTrusted ? takeNewer(input) : [];
		const wasInSync = isInSync;
		take(newer.length > 0 ? newer : ask(input));
		if (!isInSync) {
			if (wasInSync && ahead) take(takeAhead(input, ahead.input));
			ahead = null;
		} else if (isSnapshot && wasInSync) noteAhead(input);
		if (ahead && ahead.sequence <= (book.sequence ?? 0)) ahead = null;
		if (isInSync && !ahead) take(ask({type: 'audit'}));
	};

	ask({type: 'open'});
	return {
		get book() {
			return book;
		},
		isInSync: () => isInSync,
		isProven: () => isInSync && book.vouchedLevels() >= minTrustedLevels,
		lack: () => (isInSync || isLossTold ? null : unlinked),
		give,
	};
};

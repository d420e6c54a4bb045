import {keepChange, type BookChange} from '../book/order-book.js';
import type {BookStore} from './book-store.js';

/** What writes to a store: its arguments by the method's name. */
type WriteMethods = Pick<
	BookStore,
	| 'add'
	| 'remove'
	| 'setFacts'
	| 'apply'
	| 'restore'
	| 'addTrades'
	| 'addRun'
	| 'breakTape'
	| 'setStatus'
	| 'setRate'
	| 'setHealth'
	| 'setDay'
	| 'setWallAhead'
	| 'audit'
>;

export type StoreWrite = {
	[Name in keyof WriteMethods]: {
		readonly name: Name;
		readonly args: Parameters<WriteMethods[Name]>;
	};
}[keyof WriteMethods];

/** To be kept, and written down: what a check found is logged as the status that followed. */
const toLogged = (change: BookChange): BookChange => {
	if (!change.check) return keepChange(change);
	const {check: _check, ...rest} = change;
	return keepChange(rest);
};

type Log = (write: StoreWrite) => void;

/** Writes of what is known of a book besides its levels and fills. */
const toldFacts = (
	inner: BookStore,
	log: Log,
): Pick<
	BookStore,
	'setFacts' | 'setStatus' | 'setRate' | 'setHealth' | 'setDay' | 'setWallAhead'
> => ({
	setFacts(...args) {
		inner.setFacts(...args);
		log({name: 'setFacts', args});
	},
	setStatus(...args) {
		inner.setStatus(...args);
		log({name: 'setStatus', args});
	},
	setRate(...args) {
		inner.setRate(...args);
		log({name: 'setRate', args});
	},
	setHealth(...args) {
		inner.setHealth(...args);
		log({name: 'setHealth', args});
	},
	setDay(...args) {
		inner.setDay(...args);
		log({name: 'setDay', args});
	},
	setWallAhead(...args) {
		inner.setWallAhead(...args);
		log({name: 'setWallAhead', args});
	},
});

/** Writes of fills, each told once it was done. */
const toldTape = (
	inner: BookStore,
	log: Log,
): Pick<BookStore, 'addTrades' | 'addRun' | 'breakTape'> => ({
	addTrades(...args) {
		inner.addTrades(...args);
		log({name: 'addTrades', args});
	},
	addRun(...args) {
		inner.addRun(...args);
		log({name: 'addRun', args});
	},
	breakTape(...args) {
		inner.breakTape(...args);
		log({name: 'breakTape', args});
	},
});

/** A store that tells each write once it was done. Views are made only when one is asked for. */
export const createLoggedStore = (inner: BookStore, log: Log): BookStore => ({
	...inner,
	...toldFacts(inner, log),
	...toldTape(inner, log),
	add(...args) {
		inner.add(...args);
		log({name: 'add', args});
	},
	remove(...args) {
		inner.remove(...args);
		log({name: 'remove', args});
	},
	apply(...args) {
		const fault = inner.apply(...args);
		const [key, change, at] = args;
		log({name: 'apply', args: [key, toLogged(change), at]});
		return fault;
	},
	restore(...args) {
		inner.restore(...args);
		log({name: 'restore', args: [args[0], keepChange(args[1]), args[2]]});
	},
	audit(...args) {
		const differences = inner.audit(...args);
		// One that failed has changed nothing.
		if (differences === 0) log({name: 'audit', args: [args[0], args[1].map(toLogged)]});
		return differences;
	},
	// Nobody looks on: what a view shares has to be copied before it changes, ten times a second.
	publish: () => undefined,
	getView() {
		inner.publish();
		return inner.getView();
	},
});

/** Does to a store what was logged of another. */
export const repeatWrite = (store: BookStore, write: StoreWrite): void => {
	switch (write.name) {
		case 'add':
			store.add(...write.args);
			break;
		case 'remove':
			store.remove(...write.args);
			break;
		case 'setFacts':
			store.setFacts(...write.args);
			break;
		case 'apply':
			store.apply(...write.args);
			break;
		case 'restore':
			store.restore(...write.args);
			break;
		case 'addTrades':
			store.addTrades(...write.args);
			break;
		case 'addRun':
			store.addRun(...write.args);
			break;
		case 'breakTape':
			store.breakTape(...write.args);
			break;
		case 'setStatus':
			store.setStatus(...write.args);
			break;
		case 'setRate':
			store.setRate(...write.args);
			break;
		case 'setHealth':
			store.setHealth(...write.args);
			break;
		case 'setDay':
			store.setDay(...write.args);
			break;
		case 'setWallAhead':
			store.setWallAhead(...write.args);
			break;
		case 'audit':
			store.audit(...write.args);
	}
};

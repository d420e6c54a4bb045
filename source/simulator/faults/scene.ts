import type {FaultSite} from '../fault-site.js';
import type {LevelForm} from '../kit/level-forms.js';
import type {Tricks} from '../kit/protocol.js';
import type {Filter, Outgoing, Outlet, RawFrame} from '../outlet.js';

/** What a fault finds where it strikes. */
export type Scene = FaultSite & {
	/** Whether a message tells of an order book, of the market aimed at if there is one. */
	isUpdate(message: Outgoing): boolean;
	/** The price of an ask well behind the best of a channel's book, as printed on the wire. */
	farAsk(channel: string): string;
	/** How it writes levels. */
	readonly levels: LevelForm;
	/** What the exchange itself has to do for a fault. */
	readonly tricks: Tricks;
	/** Drops all connections and listens no more for a while. */
	refuse(ms: number): void;
};

export type Strike = (scene: Scene) => void;

/** Puts something else in the place of the next updates of each open connection. */
export const replaceNext = (
	{outlets, isUpdate}: Scene,
	times: number,
	replace: (message: Outgoing, outlet: Outlet) => readonly (Outgoing | RawFrame)[],
): void => {
	for (const outlet of outlets()) {
		let left = times;
		const filter: Filter = message => {
			if (!isUpdate(message)) return [message];
			if (--left === 0) takeOut();
			return replace(message, outlet);
		};
		const takeOut = outlet.filter(filter);
	}
};

/** Withholds the next updates, so that clients notice and ask anew. */
export const withhold = (scene: Scene, times = 1): void => {
	replaceNext(scene, times, () => []);
};

/** The same message with another text, which no other fault touches. */
export const withText = (message: Outgoing, text: string): Outgoing => ({
	...message,
	text,
	isSpoiled: true,
});

/** Sends a text of our own making on each open connection; `data` is wrapped as Binance would. */
export const sendToAll = ({outlets}: Scene, text: string | ((outlet: Outlet) => string)): void => {
	for (const outlet of outlets())
		outlet.send({kind: 'reply', text: typeof text === 'string' ? text : text(outlet)});
};

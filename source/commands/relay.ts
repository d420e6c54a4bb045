import {formatPair} from '../market-name.js';
import type {MarketChoice} from '../options/market-choice.js';
import {exitCodes} from '../output/console.js';
import type {ProgressOutput} from '../output/progress.js';
import {exchanges} from '../exchanges/index.js';
import {listMarkets} from '../feed/find-market.js';
import {findForeign} from '../relay/leases.js';
import {startRelay} from '../relay/relay.js';
import type {RelayEvent} from '../relay/shelf.js';
import {formatVersion, type BookName} from '../relay/subjects.js';
import type {RelayStatus} from '../service/relay-status.js';
import type {BookStore} from '../store/book-store.js';
import type {Bus, BusStream} from '../transport/bus.js';
import {chooseBooks} from './relay-books.js';
import {showRelayProgress} from './relay-progress.js';
import {
	createRelaySessions,
	openLinks,
	type RelayLinks,
	type RelaySessions,
	type RelaySessionsOptions,
} from './relay-sessions.js';
import {createRelayCounts} from './relay-counts.js';
import {createRelayWire} from './relay-wire.js';
import {sayOnce} from './say-once.js';
import {tendBus} from './tend-bus.js';
import {untilRefused} from '../relayed/until-connected.js';

export type RelayOptions = {
	readonly choices: readonly MarketChoice[];
	/** Unlike that of all other relays. */
	readonly name: string;
	/** What no other start of it has. */
	readonly runId: string;
	/** The program's. */
	readonly version: string;
	/** Relays that follow a book besides its owner. */
	readonly standby: 0 | 1;
	/** Whether what the exchanges send is kept, too. */
	readonly hasWire: boolean;
	readonly streams: readonly BusStream[];
};

export type RelayContext = RelaySessionsOptions & {
	readonly bus: Bus;
	/** The progress. */
	readonly output: ProgressOutput;
	/** What happens. */
	readonly say: (text: string) => void;
	/** Resolves with the exit code when it is time to stop. */
	readonly stopped: Promise<number>;
	/** Follows the books with the rules of alerts; returns stop. @default no rules */
	readonly followAlerts?: (store: Pick<BookStore, 'getView' | 'subscribe'>) => () => void;
	/** Is handed how it is doing once it does anything. */
	readonly onStart?: (status: () => RelayStatus) => void;
	/** Is told how many seconds the server took to store a message. */
	readonly onStored?: (seconds: number) => void;
};

/** Of the exchange's own numbers, those of one connection are those of another. */
const isComparable = (id: string): boolean =>
	exchanges.find(exchange => exchange.id === id)?.channels.every(({ids}) => ids === 'exchange') ??
	false;

const describeEvent = (event: Exclude<RelayEvent, {type: 'name-taken' | 'trouble'}>): string => {
	if (event.type === 'relays') return `relays: ${event.names.join(', ') || 'none'}`;
	const name = `${formatPair(event.book)} on ${event.book.exchange}`;
	return event.type === 'owner'
		? `${name} is published from here, as owner ${event.epoch}`
		: `${name} is published from here no more: ${event.reason}`;
};

const describeTaken = (name: string): string =>
	`a relay named ${name} is there already: give each one a name of its own with --name`;

/** Why no relay of ours may run here: one of another version does, and both would use the same streams. */
const findStranger = async (bus: Bus): Promise<string | null> => {
	try {
		const foreign = await findForeign(bus);
		const other = foreign && `relay ${foreign.name} speaks version ${foreign.version}`;
		return other && `${other}, this one version ${formatVersion}: end it first`;
	} catch {
		// It is not to be seen now: its messages would not be mixed up with ours.
		return null;
	}
};

/** Judges the books that are followed here by the rules of alerts, where there are any. Returns stop. */
const watchBooks = (
	sessions: Pick<RelaySessions, 'follow'>,
	{followAlerts}: Pick<RelayContext, 'followAlerts'>,
): (() => void) => {
	if (!followAlerts) return () => undefined;
	const views = sessions.follow();
	const stop = followAlerts(views);
	return () => {
		stop();
		views.stop();
	};
};

/** Follows the books until it is time to stop, then hands them over. Returns the exit code, or what went wrong. */
const runBooks = async (
	books: readonly BookName[],
	options: RelayOptions,
	context: RelayContext & {readonly links: RelayLinks},
): Promise<number | string> => {
	const {clock, output, say, stopped, links, onStored = () => undefined} = context;
	const complain = sayOnce(say, clock);
	const {name, runId, version, standby, hasWire} = options;
	let onTaken: (words: string) => void = () => undefined;
	const taken = new Promise<string>(resolve => (onTaken = resolve));
	const sessions = createRelaySessions(links, context);
	const counts = createRelayCounts();
	const bus = counts.meter(context.bus, clock, onStored);
	const wire = hasWire
		? createRelayWire({bus, clock, sessions, run: `${name}~${runId}`, version, say: complain})
		: null;
	const relay = startRelay({
		...{bus, name, runId, version, clock, books, standby, isComparable},
		startBook: sessions.start,
		onAnswer: counts.answered,
		onEvent(event) {
			counts.hear(event);
			wire?.hear(event);
			if (event.type === 'name-taken') onTaken(describeTaken(name));
			else if (event.type === 'trouble') complain(event.words);
			// Where there is a line of the progress, that tells the rest.
			else if (output.isTTY !== true) say(describeEvent(event));
		},
	});
	const stopRefusals = bus.onRefused(({message}) => complain(message));
	const status = () => counts.status(relay);
	context.onStart?.(status);
	const endProgress = showRelayProgress(output, clock, status);
	const endAlerts = watchBooks(sessions, context);
	const end = await Promise.race([stopped, taken, untilRefused(bus)]);
	endAlerts();
	endProgress();
	stopRefusals();
	await Promise.all([relay.leave(), wire?.stop()]);
	return end;
};

/** Publishes books until it is time to stop. Returns the exit code. */
export const runRelay = async (options: RelayOptions, context: RelayContext): Promise<number> => {
	const {clock, random, say, stopped} = context;
	const {choices} = options;
	const way = tendBus(options.streams, context);
	const isMany = choices.some(({type}) => type === 'pattern');
	const links = openLinks(context, isMany ? Infinity : choices.length);
	const venues = links.map(link => ({
		...link,
		list: link.sharedList ?? (() => listMarkets(link)),
	}));
	const choosing = chooseBooks({choices, clock, random, say, venues});
	const run = async (): Promise<number | string> => {
		const begun = await Promise.race([stopped, Promise.all([way.ready, choosing])]);
		if (typeof begun === 'number') return begun;
		const [problem, books] = begun;
		const stranger = problem ?? (await findStranger(context.bus));
		if (stranger !== null) return stranger;
		if (books.length === 0) return 'there is no book to follow';
		return runBooks(books, options, {...context, links});
	};
	const end = await run();
	way.stop();
	for (const link of links) link.stop();
	if (typeof end === 'number') return end;
	say(end);
	return exitCodes.failed;
};

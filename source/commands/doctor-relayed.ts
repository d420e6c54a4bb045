import type {Clock} from '../clock.js';
import {withCode} from '../faults.js';
import {createFindings, type Finding} from '../doctor/finding.js';
import {hang} from '../doctor/hang.js';
import {exitCodes, type Console} from '../output/console.js';
import {listOffered} from '../relay/offered-books.js';
import {exchanges} from '../exchanges/index.js';
import {formatPair} from '../market-name.js';
import {allLeases, relayOfLease, type BookName} from '../relay/subjects.js';
import {toBytes} from '../screen/format.js';
import {BusError, type Bus, type BusStreamState} from '../transport/bus.js';
import {startRelayedSession} from '../relayed/relayed-session.js';

const permissionRemedy =
	'let this login read it: docs/operations/nats-server.conf has the permissions of a reader';

const check = async (name: string, find: () => Promise<Finding>): Promise<Finding> => {
	try {
		return await find();
	} catch (error) {
		if (!(error instanceof BusError)) throw error;
		const remedy =
			error.code === 'denied' ? permissionRemedy : 'start a relay: it makes what is missing';
		return createFindings(name).fail(`${error.message}.`, remedy);
	}
};

const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;

/** As the relays' streams are called: `STEEM_TUI_BOOKS`. */
const wantedStreams = ['BOOKS', 'STATES', 'WIRE', 'RELAYS'].map(name => `STEEM_TUI_${name}`);

/** `3d`, `24h`, `90s` */
const describeAge = (ms: number): string => {
	if (ms === Infinity) return 'for ever';
	const hours = ms / 3_600_000;
	return hours < 1 ? `${ms / 1000}s` : hours < 72 ? `${hours}h` : `${Math.round(hours / 24)}d`;
};

const describeStream = ({name, maxAgeMs, maxBytes, bytes}: BusStreamState): string => {
	const most = maxBytes === null ? '' : ` and ${toBytes(maxBytes)}`;
	return `${name} ${describeAge(maxAgeMs)}${most}, ${toBytes(bytes)} now`;
};

const checkStreams = (bus: Bus) =>
	check('Streams', async () => {
		const streams = await bus.streams();
		const {ok, warn, fail} = createFindings('Streams');
		const missing = wantedStreams.filter(name => !streams.some(stream => stream.name === name));
		if (missing.length > 0)
			return fail(`There is no ${missing.join(', ')}.`, 'start a relay: it makes what is missing');
		const risky = streams.filter(({isAtRisk}) => isAtRisk).map(({name}) => name);
		const full = streams.find(({maxBytes, bytes}) => maxBytes !== null && bytes > 0.9 * maxBytes);
		const told = `${streams.map(describeStream).join('; ')}.`;
		if (risky.length > 0)
			return warn(
				`${told} Of the cluster fewer than three keep ${risky.join(', ')}.`,
				'let three keep each: nats stream edit NAME --replicas 3',
			);
		return full?.name === undefined || full.name === 'STEEM_TUI_RELAYS'
			? ok(told)
			: warn(told, `${full.name} is full and loses its oldest: give it more bytes, or less age`);
	});

/** A book is looked at for so long, in milliseconds: two words of its owner come in that. */
const joinMs = 10_000;
const wordsMs = 2500;

/** Joins one book, and compares it with its owner's for some words. */
const checkBook = (bus: Bus, offered: readonly BookName[], {clock, random}: DoctorOptions) =>
	check('Book', async () => {
		const {ok, fail, warn} = createFindings('Book');
		const book = offered.find(({exchange}) => exchanges.some(({id}) => id === exchange));
		const exchange = exchanges.find(({id}) => id === book?.exchange);
		if (!book || !exchange) return warn('There is no book to be joined.', 'see above');
		const {base, quote} = book;
		const wanted = {type: 'pair', base, quote} as const;
		const session = startRelayedSession({bus, wanted, exchanges: [exchange], clock, random});
		const name = `${formatPair(book)} on ${exchange.title}`;
		const view = () => session.store.getView().books[0];
		const began = clock.now();
		let liveAt: number | null = null;
		while (clock.now() - began < joinMs && clock.now() - (liveAt ?? Infinity) < wordsMs) {
			await new Promise<void>(resolve => void clock.after(50, resolve));
			if (view()?.status === 'live') liveAt ??= clock.now();
		}
		const {status, reason, code, health} = view() ?? {};
		session.stop();
		if (code === 'bus-lost')
			return fail(`${name} cannot be joined: ${reason}.`, permissionRemedy, code);
		if (liveAt === null || status !== 'live' || !health?.relay)
			return warn(
				`${name} is not live: ${status}${reason ? `, ${reason}` : ''}.`,
				'look at its relay',
				code ?? undefined,
			);
		const {owner, differences, latenessMs} = health.relay;
		return differences > 0
			? fail(`${name} differed from that of ${owner}.`, 'please report it, with a bug report')
			: ok(
					`${name} was joined in ${Math.round(liveAt - began)} ms and equals that of ${owner}, whose word is ${Math.round(latenessMs ?? 0)} ms late.`,
				);
	});

/** How findings are told. */
type DoctorLook = {
	readonly isJson: boolean;
	/** Of the terminal; null where there is none. */
	readonly columns: number | null;
};

type DoctorOptions = DoctorLook & {
	readonly clock: Clock;
	/** From 0 to below 1. */
	readonly random: () => number;
};

const checkRelays = (bus: Bus, clock: Pick<Clock, 'now'>) =>
	check('Relays', async () => {
		const askedAt = clock.now();
		const names = (await bus.names(allLeases)).flatMap(name => relayOfLease(name)?.name ?? []);
		const ms = Math.round(clock.now() - askedAt);
		const {ok, fail} = createFindings('Relays');
		return names.length > 0
			? ok(`${plural(names.length, 'relay')}: ${names.sort().join(', ')}; answered in ${ms} ms.`)
			: fail('No relay is there.', 'start one: steem-tui relay --nats URL');
	});

/** Cells before what was found. */
const indent = 15;

const toLine = (
	{check: name, result, sentence, remedy, code}: Finding,
	{isJson, columns}: DoctorLook,
): string => {
	const more = {...(code && {code}), ...(remedy !== null && {remedy})};
	if (isJson) return `${JSON.stringify({check: name.toLowerCase(), result, sentence, ...more})}\n`;
	const told = (text: string) => hang(text, indent, columns);
	const advice = remedy === null ? '' : `${' '.repeat(indent)}${told(`remedy: ${remedy}`)}\n`;
	return `${result.padEnd(4)}  ${name.padEnd(7)}  ${told(withCode(sentence, code))}\n${advice}`;
};

/** Tells of a server that cannot be used: there is nothing else to be checked. Returns the exit code. */
export const tellUnreached = (
	problem: string,
	console: Pick<Console, 'write'>,
	look: DoctorLook,
): number => {
	const remedy = 'check the address and the login, and whether the server runs';
	const sentence = `${problem.replace(/^cannot/, 'Cannot')}.`;
	console.write(toLine(createFindings('NATS').fail(sentence, remedy, 'bus-lost'), look));
	return exitCodes.failed;
};

/** Checks the way to the relays, who is there, and a book; no exchange is touched. Returns the exit code. */
export const runRelayedDoctor = async (
	bus: Bus,
	console: Pick<Console, 'write'>,
	options: DoctorOptions,
): Promise<number> => {
	const {clock} = options;
	const reached = createFindings('NATS').ok(
		`${bus.address} is reached, lets us in and stores messages.`,
	);
	const streams = await checkStreams(bus);
	const relays = await checkRelays(bus, clock);
	let offered: readonly BookName[] = [];
	const books = await check('Books', async () => {
		offered = await listOffered(bus);
		const {ok, warn} = createFindings('Books');
		return offered.length > 0
			? ok(`${plural(offered.length, 'book')} can be read.`)
			: warn('No book can be read yet.', 'wait until the relays are in sync with the exchanges');
	});
	const book = offered.length > 0 ? [await checkBook(bus, offered, options)] : [];
	const findings = [reached, streams, relays, books, ...book];
	for (const finding of findings) console.write(toLine(finding, options));
	return findings.some(({result}) => result === 'fail') ? exitCodes.failed : exitCodes.done;
};

import type {FaultCode} from '../faults.js';
import type {Endpoints} from '../exchanges/exchange.js';
import {fromError} from '../feed/network-faults.js';
import {addressesOf, hostOf} from '../feed/host-choice.js';
import {describePause, readPause} from '../feed/retry-after.js';
import type {Venue} from '../feed/venue.js';
import {TransportError, type HttpResponse} from '../transport/transport.js';
import {createFindings, type Finding, type Result} from './finding.js';
import {circumstancesOf, messageOf, type Network} from './network.js';
import {remedyForError, type Circumstances} from './remedies.js';

export type Kind = keyof Endpoints;

/** What asking one host came to; the sentence without its full stop. */
export type Outcome = {
	readonly result: Result;
	/** Without its full stop. */
	readonly sentence: string;
	/** Not null where the result is not `ok`. */
	readonly remedy: string | null;
	/** The fault that the program would tell of, where it is one. */
	readonly code?: FaultCode;
};

type HostOutcome = Outcome & {readonly kind: Kind; readonly host: string};

/** The hosts of an exchange that a question is put to, in their order. */
export type Question = {
	readonly check: string;
	readonly kinds: readonly Kind[];
	/** What of an address the answer depends on: those that agree in it are asked once. */
	readonly keyOf: (address: string) => string;
	readonly ask: (address: string, circumstances: Circumstances) => Promise<Outcome>;
};

/** What is said besides the reason: the pause that an answer asks for. */
export const pauseNote = (answer: HttpResponse | undefined, wallNow: number): string => {
	const pause = answer ? readPause(answer, wallNow) : null;
	return pause ? `; ${describePause(pause)}` : '';
};

const wentWrong = (error: unknown, circumstances: Circumstances, wallNow: number): Outcome => ({
	result: 'fail',
	sentence:
		messageOf(error) +
		pauseNote(error instanceof TransportError ? error.proxyAnswer : undefined, wallNow),
	remedy: remedyForError(error, circumstances),
	code: fromError(error).fault.code,
});

const isOk = ({result}: HostOutcome) => result === 'ok';

/** The first that is well, of each kind that is not well with its first. */
const standIns = (outcomes: readonly HostOutcome[], kinds: readonly Kind[]) =>
	kinds.flatMap(kind => {
		const ofKind = outcomes.filter(outcome => outcome.kind === kind);
		const [first] = ofKind;
		return !first || isOk(first) ? [] : [{first, standIn: ofKind.find(isOk)}];
	});

/**
 * One finding of all hosts: well where the first of each kind is, or where only hosts that are not
 * in use have trouble; a warning where another stands in for it; a failure where none does.
 */
const sumUp = (
	{exchange}: Venue,
	{check, kinds}: Question,
	outcomes: readonly HostOutcome[],
): Finding => {
	const {ok, warn, fail} = createFindings(check, exchange);
	const sentence = `${[...new Set(outcomes.map(outcome => outcome.sentence))].join('; ')}.`;
	const troubles = standIns(outcomes, kinds);
	const lost = troubles.find(({standIn}) => standIn === undefined)?.first;
	if (lost) return (lost.result === 'warn' ? warn : fail)(sentence, lost.remedy, lost.code);
	const used = troubles.flatMap(({standIn}) => standIn?.host ?? []);
	if (used.length === 0) return ok(sentence);
	return warn(sentence, `none is needed: ${[...new Set(used)].join(' and ')} is used instead`);
};

/** Puts a question to each host of an exchange, all at once. */
export const askHosts = async (
	venue: Venue,
	network: Network,
	question: Question,
): Promise<Finding> => {
	const asked = new Map<string, Promise<Outcome>>();
	const askOnce = (address: string, kind: Kind): Promise<Outcome> => {
		const key = question.keyOf(address);
		const known = asked.get(key);
		if (known) return known;
		const circumstances = circumstancesOf(venue, kind, address, network);
		const outcome = question
			.ask(address, circumstances)
			.catch((error: unknown) => wentWrong(error, circumstances, network.clock.wall()));
		asked.set(key, outcome);
		return outcome;
	};
	const outcomes = question.kinds.flatMap(kind =>
		addressesOf(venue.endpoints[kind]).map(async (address): Promise<HostOutcome> => ({
			...(await askOnce(address, kind)),
			kind,
			host: hostOf(address),
		})),
	);
	return sumUp(venue, question, await Promise.all(outcomes));
};

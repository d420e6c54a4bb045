/** Where a book stands. Only `live` vouches for it; every other status keeps the last book on screen, marked. */
export type FeedStatus =
	'connecting' | 'syncing' | 'live' | 'stale' | 'resyncing' | 'reconnecting' | 'failed';

/** Everything that can go wrong between an exchange and a book. */
export type FaultCode =
	| 'bad-message'
	| 'refused-request'
	| 'no-channel'
	| 'gap'
	| 'crossed'
	| 'checksum'
	| 'different'
	| 'out-of-range'
	| 'old-snapshot'
	| 'changes-alone'
	| 'asked'
	| 'closed'
	| 'silent'
	| 'stopped'
	| 'slept'
	| 'behind'
	| 'late'
	| 'no-audit'
	| 'no-data'
	| 'quiet'
	| 'unreachable'
	| 'in-between'
	| 'http-error'
	| 'rate-limited'
	| 'not-allowed'
	| 'not-listed'
	| 'halted'
	| 'bus-lost'
	| 'no-word'
	| 'no-relay'
	| 'relay-differs';

/** One fault, with what the exchange or the system said of it where it said something. */
export type FeedFault = {readonly code: FaultCode; readonly detail?: string};

const words: Record<FaultCode, string> = {
	'bad-message': 'the exchange sent a message that cannot be read',
	'refused-request': 'the exchange refused a request',
	'no-channel': 'the exchange does not serve this channel',
	gap: 'updates were missed',
	crossed: 'the book was crossed',
	checksum: 'a checksum did not match',
	different: 'an audit failed',
	'out-of-range': 'the market left the range that the snapshot vouches for',
	'old-snapshot': 'the snapshot was older than the updates',
	'changes-alone': 'only changes were recorded: nothing tells whether one is missing',
	asked: 'a new snapshot was asked for',
	closed: 'the connection was closed',
	silent: 'the exchange fell silent',
	stopped: 'the updates stopped coming',
	slept: 'the computer slept; the book is being proven anew',
	behind: 'this computer does not keep up with what comes, so what is shown is late',
	late: 'what comes is seconds late',
	'no-audit': 'an audit could not be made',
	'no-data': 'listed, but no data has come yet',
	quiet: 'no change since the snapshot',
	unreachable: 'the exchange cannot be reached',
	'in-between': "a login page or proxy answers in the exchange's place",
	'http-error': 'the exchange answered with an error',
	'rate-limited': 'the exchange asks for fewer requests',
	'not-allowed': 'the exchange does not serve this place',
	'not-listed': 'the market is not listed',
	halted: 'listed, but trading is halted',
	'bus-lost': 'the connection to the relays was lost',
	'no-word': 'no word from the relay',
	'no-relay': 'no relay has it',
	'relay-differs': "the book differs from the relay's",
};

/** A text with four combining marks in a row at the most: no script has more, and each is drawn over the others. */
export const limitMarks = (text: string): string => text.replace(/(\p{M}{4})\p{M}+/gu, '$1');

/** Text from outside on one line, without anything that a terminal might obey. */
export const toPlainText = (text: string, maxLength = 200): string => {
	const line = text.slice(0, 4 * maxLength).replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ');
	const plain = limitMarks(line).slice(0, maxLength);
	// Put together anew: a slice keeps the whole message in memory that it is of.
	return plain.split('').join('');
};

/** A time to wait, for people: `30 s`, `90 min`, `24 h`, `115.7 days`. */
export const describeSpan = (ms: number): string => {
	const seconds = Math.ceil(ms / 1000);
	if (seconds < 100 && seconds !== 60) return `${seconds} s`;
	if (seconds < 6000) return `${Math.ceil(seconds / 60)} min`;
	const hours = seconds / 3600;
	if (hours < 48) return `${Math.ceil(hours * 10) / 10} h`;
	const days = hours / 24;
	return days > 3650 ? 'years' : `${Math.round(days * 10) / 10} days`;
};

/** All codes there are. */
export const faultCodes = Object.keys(words) as readonly FaultCode[];

/** What kind of fault it is, in words. */
export const faultWords = (code: FaultCode): string => words[code];

/** Faults whose detail says all that their words do, and why. */
const isSaidByDetail = (code: FaultCode): boolean =>
	['unreachable', 'closed', 'bus-lost', 'no-word', 'no-relay'].includes(code);

/** The fault in words, on one line, safe to print; the cause early, as there may be little room. */
export const describeFault = ({code, detail}: FeedFault): string => {
	if (detail === undefined) return words[code];
	const text = toPlainText(detail);
	return isSaidByDetail(code) ? text : `${words[code]}: ${text}`;
};

/** What is told to people, with the code of the fault that it tells of: by that they find what to do. */
export const withCode = (text: string, code: FaultCode | null | undefined): string =>
	code ? `${text} [${code}]` : text;

/** The fault in words, with its code behind them. */
export const faultText = (fault: FeedFault): string => withCode(describeFault(fault), fault.code);

/** Why a book is not live: in words, and the code that the words are of. */
export const toReason = (
	fault: FeedFault,
): {readonly reason: string; readonly code: FaultCode} => ({
	reason: describeFault(fault),
	code: fault.code,
});

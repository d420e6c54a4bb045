import {
	formatBytes,
	formatDuration,
	formatLatency,
	formatMinute,
	formatNumber,
	formatRate,
	formatTime,
} from '../../screen/format.js';
import {statusWords} from '../../screen/status.js';
import {glyphs, type Role} from '../../screen/theme.js';
import type {BookView, RelayHealth} from '../../store/market-view.js';
import {cleanText} from '../../screen/clean-text.js';
import {lackOf} from '../../book/lack.js';
import {describeAudit, describeLoss} from '../../book/proving.js';
import {seenLevelsOf} from '../depth/depth-notes.js';
import type {Part} from '../pane-frame.js';

/** One line of the table: what it is, and how it is now. */
export type HealthRow = {readonly label: string; readonly value: readonly Part[]};

const none: readonly Part[] = [['faint', glyphs.dot]];

/** Whether nothing is told of the link of a book that is proven: a relay's log tells of books alone. */
const isUntold = ({health, liveSince, messagesPerSecond}: BookView): boolean =>
	liveSince !== null && health.heardAt === null && messagesPerSecond === 0;

const count = (value: number) => formatNumber({units: value, decimals: 0}, 0);

const ms = (value: number) => `${count(Math.round(value))} ms`;

const offsetText = (value: number): readonly Part[] => {
	const rounded = Math.round(value);
	if (rounded === 0) return [['text', '0 ms']];
	const sign = rounded > 0 ? '+' : glyphs.minus;
	const words = rounded > 0 ? 'ahead of ours' : 'behind ours';
	return [
		['text', `${sign}${ms(Math.abs(rounded))}`],
		['label', `  ${words}`],
	];
};

const auditText = ({health, wallAhead}: BookView): readonly Part[] => {
	const {lastAudit, audits, failedAudits} = health;
	if (!lastAudit) return none;
	const {at, differences} = lastAudit;
	const role: Role = differences === 0 ? 'text' : 'bad';
	const found = differences === 1 ? '1 difference' : `${count(differences)} differences`;
	const failed = failedAudits === 0 ? '' : `, ${count(failedAudits)} failed`;
	return [
		[role, `${formatMinute(at + wallAhead)}, ${found}`],
		['label', `  ${count(audits)} in all${failed}`],
	];
};

/** The host of the sockets, and that of requests where it is another one. */
const hostText = ({hosts}: BookView['health']): readonly Part[] => {
	if (!hosts) return none;
	const {ws, rest} = hosts;
	const words: readonly Part[] = [['text', ws]];
	return ws === rest ? words : [...words, ['label', `  REST ${rest}`]];
};

/** A number of things that should not happen. */
const trouble = (book: BookView, what: 'gaps' | 'resyncs' | 'reconnects'): readonly Part[] => {
	const value = book.health[what];
	if (isUntold(book)) return none;
	return [[value === 0 ? 'text' : 'warn', count(value)]];
};

/** By what a gap is found, as not every exchange lets all of them be seen. */
const seenBy = ({proof}: BookView['health']): readonly Part[] =>
	proof ? [['label', `  seen by ${describeLoss(proof.loss)}`]] : [];

const auditedBy = ({proof}: BookView['health']): readonly Part[] =>
	proof ? [['label', `  by ${describeAudit(proof.audit)}`]] : [];

const since = (at: number | null, now: number, wallAhead: number): readonly Part[] =>
	at === null
		? none
		: [
				['text', formatDuration(Math.max(0, now - at))],
				['label', `  since ${formatTime(at + wallAhead)}`],
			];

/** When anything last came, a ping at the least; amber once one is overdue. */
const heardText = ({health, status}: BookView, now: number): readonly Part[] =>
	health.heardAt === null
		? none
		: [
				[
					status === 'stale' ? 'warn' : 'text',
					`${formatDuration(Math.max(0, now - health.heardAt))} ago`,
				],
				['label', '  any frame, pings too'],
			];

const receivedText = (book: BookView): readonly Part[] =>
	isUntold(book)
		? none
		: [
				['text', formatRate(book.messagesPerSecond)],
				['label', ' msg/s  '],
				['text', formatBytes(book.health.bytesPerSecond)],
				['label', '/s'],
			];

const latencyText = ({latencyMs}: BookView['health']): readonly Part[] =>
	latencyMs
		? [
				['label', 'p50 '],
				['text', formatLatency(latencyMs.p50)],
				['label', '  p99 '],
				['text', formatLatency(latencyMs.p99)],
			]
		: none;

const weightText = ({restWeight}: BookView['health']): readonly Part[] =>
	restWeight
		? [
				['text', count(restWeight.used)],
				['label', ` of ${count(restWeight.limit)} a minute`],
			]
		: none;

/** How much of the book is held, and what it lacks. */
const bookText = (book: BookView): readonly Part[] => [
	['text', count(book.bids.length)],
	['label', ' bids  '],
	['text', count(book.asks.length)],
	['label', ' asks'],
	...(seenLevelsOf(book) === null
		? []
		: [['label', `  best ${seenLevelsOf(book)} vouched for`] as const]),
	...(lackOf(book) === null ? [] : [['warn', `  ${lackOf(book)}`] as const]),
];

/** Whose word the book goes by, and how fresh it is. */
const relayText = (relay: RelayHealth, now: number): readonly Part[] => {
	const {owner, epoch, wordAt, latenessMs, rejoins, differences} = relay;
	return [
		['text', cleanText(owner, 24)],
		['label', `  owner ${count(epoch)}`],
		...(wordAt === null ? [] : [['label', `  word ${ms(Math.max(0, now - wordAt))} old`] as const]),
		...(latenessMs === null ? [] : [['label', `, ${ms(latenessMs)} late`] as const]),
		...(rejoins === 0 ? [] : [['warn', `  asked again ${count(rejoins)} times`] as const]),
		...(differences === 0 ? [] : [['bad', `  differed ${count(differences)} times`] as const]),
	];
};

/** Rows that others tell where there is little room. */
const joinedRows = new Map([
	['State', 'In sync'],
	['Connected', 'Reconnects'],
	['Gaps', 'Resyncs'],
]);

/** The same in three rows less: `● live  in sync 16 s`, `40 s  reconnects 0`, `1  resyncs 1`. */
const joinRows = (rows: readonly HealthRow[]): readonly HealthRow[] => {
	const others = new Map(rows.map(({label, value}) => [label, value]));
	const told = new Set(joinedRows.values());
	return rows
		.filter(({label}) => !told.has(label))
		.map(({label, value}) => {
			const name = joinedRows.get(label);
			const other = name === undefined ? none : (others.get(name) ?? none);
			const [first] = other;
			if (name === undefined || other === none || !first) return {label, value};
			const [role, text] = first;
			return {label, value: [...value.slice(0, 1), [role, `  ${name.toLowerCase()} ${text}`]]};
		});
};

/** Rows of the table, and of the one with fewer; that of a relay comes on top. */
export const rowCounts = {full: 14, joined: 14 - joinedRows.size};

/** What there is to know of a feed, always the same rows in the same order. */
export const healthRows = (
	book: BookView,
	now: number,
	isJoined: boolean,
): readonly HealthRow[] => {
	const {health, status, liveSince, wallAhead} = book;
	const {glyph, role, meaning} = statusWords[status];
	const {clockOffsetMs} = health;
	const rows: readonly (readonly [string, readonly Part[]])[] = [
		[
			'State',
			[
				[role, `${glyph} ${status}`],
				['label', `  ${meaning}`],
			],
		],
		['Host', hostText(health)],
		['In sync', since(liveSince, now, wallAhead)],
		['Heard', heardText(book, now)],
		['Connected', since(health.connectedSince, now, wallAhead)],
		['Received', receivedText(book)],
		['Latency', latencyText(health)],
		['Its clock', clockOffsetMs === null ? none : offsetText(clockOffsetMs)],
		['Gaps', [...trouble(book, 'gaps'), ...seenBy(health)]],
		['Resyncs', trouble(book, 'resyncs')],
		['Reconnects', trouble(book, 'reconnects')],
		['REST weight', weightText(health)],
		['Last audit', [...auditText(book), ...auditedBy(health)]],
		['Book', bookText(book)],
		...(health.relay ? [['Relay', relayText(health.relay, now)] as const] : []),
	];
	const all = rows.map(([label, value]) => ({label, value}));
	return isJoined ? joinRows(all) : all;
};

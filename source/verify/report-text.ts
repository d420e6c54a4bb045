import {cleanText} from '../screen/clean-text.js';
import {toBytes} from '../screen/format.js';
import {toCoverageText} from './coverage-text.js';
import type {Coverage} from './coverage.js';
import type {Defect} from './defects.js';
import type {Report} from './report.js';
import {toPlace, toTable, type Row} from './table-text.js';
import type {BookTally, ChannelTally} from './tallies.js';

const toSeconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

const toSpan = ({header, first, last}: Report): string => {
	if (first === null || last === null) return 'no events';
	const length = toSeconds(last - first);
	if (!header || header.startedAt === 0) return `${length}, at an unknown time`;
	const time = (t: number) => new Date(header.startedAt + t).toISOString().replace('T', ' ');
	return `${time(first)} to ${time(last)} (${length})`;
};

const toChannelRow = (tally: ChannelTally): Row => [
	tally.exchange,
	cleanText(tally.channel),
	String(tally.messages),
	toBytes(tally.bytes),
	toSeconds(tally.longestSilenceMs),
];

const toEnd = ({isInSync, isLeft, levels}: BookTally) => {
	if (isInSync) return `${levels.bids} × ${levels.asks}`;
	return isLeft ? 'left for another' : 'not in sync';
};

/** Of the capture's time; cut off, since all but a moment is not all. */
const toProven = ({proof}: BookTally, {first, last}: Report) => {
	const whole = (last ?? 0) - (first ?? 0);
	const share = whole > 0 ? Math.min(1, proof.ms() / whole) : 0;
	return `${(Math.floor(share * 1000) / 10).toFixed(1)} %`;
};

const toBookRow = (tally: BookTally, report: Report): Row => [
	tally.exchange,
	cleanText(tally.symbol),
	...[tally.gaps, tally.resyncs, tally.reconnects, tally.crossed].map(String),
	`${tally.audits}${tally.differences > 0 ? ` (${tally.differences} differ)` : ''}`,
	toSeconds(tally.longestSilenceMs),
	toProven(tally, report),
	toEnd(tally),
];

const toDefectLine = ({code, count, detail, t}: Defect): string => {
	const others = count > 1 ? `; ${count} such in all` : '';
	return `${toPlace(t).padStart(11)}  ${cleanText(detail)}${others} [${code}]`;
};

const channelHeads: Row = ['exchange', 'channel', 'messages', 'bytes', 'longest pause'];
const bookHeads: Row = [
	'exchange',
	'market',
	'gaps',
	'resyncs',
	'reconnects',
	'crossed',
	'audits',
	'longest silence',
	'proven',
	'book at the end',
];

/** The report for people. */
export const toReportText = (report: Report, coverage?: Coverage): string => {
	const {messages, bytes, connections, markers, channels, books, defects, notices} = report;
	const parts = [
		`${toSpan(report)}\n${messages} messages, ${toBytes(bytes)}, ${connections} connections, ${markers} markers`,
	];
	if (channels.length > 0) parts.push(toTable([channelHeads, ...channels.map(toChannelRow)], 2));
	if (books.length > 0)
		parts.push(toTable([bookHeads, ...books.map(tally => toBookRow(tally, report))], 2));
	if (coverage) parts.push(...toCoverageText(coverage));
	parts.push(
		defects.length === 0
			? 'No defects.'
			: ['Defects, each by its first time:', ...defects.map(toDefectLine)].join('\n'),
	);
	for (const notice of notices) parts.push(`Note: ${cleanText(notice)}.`);
	return parts.join('\n\n');
};

import type {History} from '../../book/history.js';
import {formatDuration, formatLatency, formatRate} from '../../screen/format.js';
import {sparkline} from '../../screen/sparkline.js';
import {glyphs, type Theme} from '../../screen/theme.js';
import {keptMs, spanMs, type FeedPast} from './vitals.js';

/** What a chart is of, and how its highest value is told. */
type Kind = {
	readonly of: keyof FeedPast;
	readonly label: string;
	tell(value: number): string;
};

const kinds: readonly Kind[] = [
	{of: 'latency', label: 'Latency', tell: formatLatency},
	{of: 'rate', label: 'Messages', tell: value => `${formatRate(value)}/s`},
	{of: 'age', label: 'Age', tell: formatDuration},
];

/** Lines of all charts with their heading, each `rows` high. */
export const pastLines = (rows: number): number => (rows === 0 ? 0 : 1 + kinds.length * rows);

/** Cells for a range beside its chart. */
const rangeWidth = 10;

/** Seconds that a cell may stand for. */
const cells: readonly number[] = [5, 10, 15, 30, 60, 120, 180, 300, 600];

/** The shortest with which all that is kept fits. */
const cellMsFor = (pasts: FeedPast, count: number, now: number): number => {
	const begun = kinds.flatMap(({of}) => pasts[of].since ?? []);
	const length = Math.min(keptMs, now - Math.min(now, ...begun));
	const fitting = cells.find(seconds => seconds * 1000 * count >= length + spanMs);
	return (fitting ?? cells.at(-1) ?? 0) * 1000;
};

const chartOf = (history: History, count: number, cellMs: number, now: number, rows: number) => {
	const {cells: values, range} = history.chart(count, cellMs, now);
	const high = range?.high ?? 0;
	return {high, lines: sparkline(values, {low: 0, high: Math.max(high, 1e-9)}, rows)};
};

/**
 * How the feed did over the session, each on a scale of its own from zero: what it is and the highest value at the left,
 * the newest at the right.
 */
export const paintPast = (
	theme: Theme,
	past: FeedPast | null,
	{
		rows,
		labelWidth,
		width,
	}: {readonly rows: number; readonly labelWidth: number; readonly width: number},
	now: number,
): readonly string[] => {
	if (rows === 0) return [];
	// Where a chart has one line, its range is told at the right.
	const beside = rows === 1 ? rangeWidth : 0;
	const count = Math.max(1, width - labelWidth - 2 - beside);
	const cellMs = past ? cellMsFor(past, count, now) : spanMs;
	const title = past ? `Past ${formatDuration(count * cellMs)}, ${cellMs / 1000} s a cell` : 'Past';
	const rule = glyphs.rule.repeat(Math.max(0, width - title.length - 3));
	const heading = ` ${theme.paint('label', title)} ${theme.paint('faint', rule)}`;
	const charts = kinds.flatMap(({of, label, tell}) => {
		const chart = past && chartOf(past[of], count, cellMs, now, rows);
		const range = chart && chart.high > 0 ? `0–${tell(chart.high)}` : '';
		return Array.from({length: rows}, (_, row) => {
			const words = row === 0 ? label : row === 1 ? range : '';
			const line = theme.paint('accent', chart?.lines[row] ?? '');
			const told = beside === 0 ? '' : ` ${theme.paint('label', range.slice(0, beside - 1))}`;
			return ` ${theme.paint('label', words.slice(0, labelWidth).padEnd(labelWidth))}${line}${told}`;
		});
	});
	return [heading, ...charts];
};

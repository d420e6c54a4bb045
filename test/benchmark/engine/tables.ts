import type {Growth} from './growth.js';
import type {Cost} from './measure.js';
import {measured} from './shapes.js';

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
	[row(head), row(head.map((_, index) => (index < 2 ? '---' : '---:'))), ...rows.map(row)].join(
		'\n',
	);

const ratio = (value: number): string => value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);

const toBytes = (value: number | null): string =>
	value === null ? '' : value < 1000 ? `${value.toFixed(0)} B` : `${(value / 1000).toFixed(1)} kB`;

/** One row a workload and contender. */
export const toCostTable = (costs: readonly Cost[]): string =>
	table(
		['workload', 'program', 'apply ÷ floor', 'apply + read ÷ floor', 'garbage a message', 'target'],
		measured.flatMap(({id, title, target}) =>
			costs
				.filter(({workload}) => workload === id)
				.map(({contender, applyRatio, readRatio, bytesPerMessage}, index) => [
					index === 0 ? title : '',
					contender,
					ratio(applyRatio),
					ratio(readRatio),
					toBytes(bytesPerMessage),
					index === 0 ? `${target.apply}, ${target.read}` : '',
				]),
		),
	);

/** One row a depth, near and even beside each other. */
export const toGrowthTable = (growths: readonly Growth[]): string => {
	const find = (levels: number, placement: Growth['placement']) =>
		growths.find(growth => growth.levels === levels && growth.placement === placement);
	const cell = (value: number | undefined) => (value === undefined ? '' : value.toFixed(1));
	const depths = [...new Set(growths.map(({levels}) => levels))];
	return table(
		[
			'levels',
			'changes',
			'near the best price: apply µs',
			'publish µs',
			'anywhere: apply µs',
			'publish µs',
		],
		depths.map(levels => {
			const [near, even] = [find(levels, 'near'), find(levels, 'even')];
			return [
				levels.toLocaleString('en'),
				'40',
				...[near?.applyUs, near?.publishUs, even?.applyUs, even?.publishUs].map(cell),
			];
		}),
	);
};

import {mostLevels} from '../book/order-book.js';
import {createHftbacktestSheet} from './hftbacktest.js';
import {createTardisSheet, tardisTypes, type TardisType} from './tardis.js';
import type {Sheet, SheetOptions} from './data-file.js';

export const formatNames = ['tardis', 'hftbacktest', 'parquet'] as const;

export type FormatName = (typeof formatNames)[number];

export const rowTypes = tardisTypes;

export type RowType = TardisType;

/** The types of rows that a format has, the usual ones first. */
export const typesOf = (format: FormatName): readonly RowType[] =>
	format === 'tardis' ? tardisTypes : ['book', 'trades'];

export const usualTypes: readonly RowType[] = ['book', 'trades'];

/** Levels a side in snapshots of the best ones. */
export const usualLevels = 25;

/** Each level has columns of its own, and no book has more. */
export const mostSnapshotLevels = mostLevels;

const isPlain = (type: RowType): type is 'book' | 'trades' => type === 'book' || type === 'trades';

/** Makes the sheets of a format. What Parquet needs is loaded here. */
export const openFormat = async (
	format: FormatName,
	types: readonly RowType[],
	levels: number,
): Promise<(options: SheetOptions) => Sheet> => {
	switch (format) {
		case 'tardis':
			return options => createTardisSheet(options, {types, levels});
		case 'hftbacktest':
			return options => createHftbacktestSheet(options, types.filter(isPlain));
		case 'parquet': {
			const {createHeldBytes, createParquetSheet} = await import('./parquet.js');
			const held = createHeldBytes();
			return options => createParquetSheet(options, types.filter(isPlain), held);
		}
	}
};

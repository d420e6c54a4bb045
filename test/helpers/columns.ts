import {parseDecimal} from '../../source/book/fixed-point.js';
import {toColumns, type LevelColumns} from '../../source/book/level-columns.js';
import type {Level} from '../../source/book/side-view.js';

const toLevel = (level: Level | readonly string[]): Level => {
	if (!('length' in level)) return level;
	const [price = '', size = ''] = level;
	return {price: parseDecimal(price), size: parseDecimal(size)};
};

/** Levels of a change, written as texts: `columns(['0.1642', '677.3'])`. */
export const columns = (...levels: readonly (Level | readonly string[])[]): LevelColumns =>
	toColumns(levels.map(toLevel));

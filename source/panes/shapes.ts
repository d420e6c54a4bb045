import type {Decimal} from '../book/fixed-point.js';
import {emptyColumn, growColumn, type ColumnShape} from '../screen/column.js';

/** Shapes of the columns of one table, by their names. */
export type Shapes<Name extends string> = Readonly<Record<Name, ColumnShape>>;

/** Keeps the shapes of a table's columns: they grow with the values seen, and stay. */
export type ShapeKeeper<Name extends string> = {
	/** The same object while nothing grew. A new `context` (market, grouping, size) starts from nothing. */
	update(values: Readonly<Record<Name, readonly Decimal[]>>, context: string): Shapes<Name>;
};

export const createShapeKeeper = <Name extends string>(
	names: readonly Name[],
): ShapeKeeper<Name> => {
	let context: string | null = null;
	let shapes = {} as Shapes<Name>;
	return {
		update(values, newContext) {
			const isNew = newContext !== context;
			context = newContext;
			const grown = names.map(
				name => [name, growColumn(isNew ? emptyColumn : shapes[name], values[name])] as const,
			);
			if (isNew || grown.some(([name, shape]) => shape !== shapes[name]))
				shapes = Object.fromEntries(grown) as Shapes<Name>;
			return shapes;
		},
	};
};

import type {Decimal} from '../book/fixed-point.js';
import {emptyColumn, growColumn, type ColumnShape} from '../screen/column.js';

/** Shapes of the columns of one table, by their names. */
export type Shapes<Name extends string> = Readonly<Record<Name, ColumnShape>>;

/** Keeps the shapes of columns: they grow with the values seen, and stay, whatever view is shown meanwhile. */
export type ColumnMemory = {
	/** Changes whenever a shape grew. */
	getVersion(): number;
	/**
	 * The shapes of a table after these values: the same object while nothing grew. Panes that name
	 * the same table look alike; one that is to begin anew (market, grouping, size) has another name.
	 */
	grow<Name extends string>(
		table: string,
		values: Readonly<Record<Name, readonly Decimal[]>>,
	): Shapes<Name>;
};

/** Tables kept: more than one market has views and price groups that somebody looks at. */
const maxTables = 64;

export const createColumnMemory = (): ColumnMemory => {
	const tables = new Map<string, Readonly<Record<string, ColumnShape>>>();
	let version = 0;
	return {
		getVersion: () => version,
		grow<Name extends string>(table: string, values: Readonly<Record<Name, readonly Decimal[]>>) {
			const before = tables.get(table);
			const names = Object.keys(values) as Name[];
			const grown = names.map(
				name => [name, growColumn(before?.[name] ?? emptyColumn, values[name])] as const,
			);
			if (before && grown.every(([name, shape]) => shape === before[name]))
				return before as Shapes<Name>;
			version++;
			const shapes = Object.fromEntries(grown) as Shapes<Name>;
			tables.set(table, shapes);
			const [oldest] = tables.keys();
			if (tables.size > maxTables && oldest !== undefined) tables.delete(oldest);
			return shapes;
		},
	};
};

/** One line of the table: a check, how often it was made, and what went wrong. */
export type Row = {
	readonly check: string;
	readonly runs: number;
	/** Each miss in words; none is what is wanted. */
	readonly misses: readonly string[];
	/** Wall time, and of that the processor's. */
	readonly seconds: number;
	readonly cpuSeconds: number;
	/** What is worth knowing besides, after the figure `noted` where there is one. */
	readonly note?: string;
	readonly noted?: number;
};

/** Parts of one check as one row. */
export const mergeRows = (rows: readonly Row[]): Row[] => {
	const byCheck = new Map<string, Row>();
	for (const row of rows) {
		const before = byCheck.get(row.check);
		byCheck.set(
			row.check,
			before
				? {
						...before,
						runs: before.runs + row.runs,
						misses: [...before.misses, ...row.misses],
						seconds: before.seconds + row.seconds,
						cpuSeconds: before.cpuSeconds + row.cpuSeconds,
						...(row.noted === undefined ? {} : {noted: row.noted + (before.noted ?? 0)}),
					}
				: row,
		);
	}
	return [...byCheck.values()];
};

/** Columns wide enough for what is in them; numbers to the right. */
export const formatRows = (rows: readonly Row[]): string => {
	const cells = [
		['check', 'runs', 'misses', 'seconds', 'of cpu', ''],
		...rows.map(({check, runs, misses, seconds, cpuSeconds, note = '', noted}) => [
			check,
			runs.toLocaleString('en'),
			misses.length.toLocaleString('en'),
			seconds.toFixed(0),
			cpuSeconds.toFixed(0),
			noted === undefined ? note : `${noted.toLocaleString('en')} ${note}`,
		]),
	];
	const width = (column: number) => Math.max(...cells.map(row => row[column]?.length ?? 0));
	const widths = [0, 1, 2, 3, 4].map(width);
	const toLine = ([check = '', ...rest]: readonly string[]) => {
		const numbers = rest.slice(0, 4).map((text, index) => text.padStart(widths[index + 1] ?? 0));
		return [check.padEnd(widths[0] ?? 0), ...numbers, rest[4]].join('  ').trimEnd();
	};
	return `${cells.map(toLine).join('\n')}\n`;
};

/** Runs a check and says how long it took. */
export const timed = async <T>(
	run: () => Promise<T>,
): Promise<T & {seconds: number; cpuSeconds: number}> => {
	const startedAt = performance.now();
	const before = process.cpuUsage();
	const result = await run();
	const {user, system} = process.cpuUsage(before);
	const seconds = (performance.now() - startedAt) / 1000;
	return {...result, seconds, cpuSeconds: (user + system) / 1e6};
};

/**
 * What a stretch of time was like for a book: `clean`: proven, and nothing that came later speaks against it;
 * `doubted`: it was proven, and then the book turned out to be wrong; `unverifiable`: messages came that nothing
 * proves; `broken`: what came shows that the book is wrong; `missing`: nothing came.
 */
export type StretchKind = 'clean' | 'doubted' | 'unverifiable' | 'broken' | 'missing';

/** One stretch for which a book was not proven. Times are milliseconds since the start of the capture. */
export type Hole = {
	readonly exchange: string;
	/** The exchange's own name of the market. */
	readonly symbol: string;
	readonly from: number;
	readonly to: number;
	readonly kind: StretchKind;
	/** In words. */
	readonly reason: string;
};

/** What was recorded of a book on one UTC day. Times are milliseconds since the start of the capture. */
export type CoverageDay = {
	readonly exchange: string;
	/** The exchange's own name of the market. */
	readonly symbol: string;
	/** The number of the UTC day; null where the capture does not know when it was. */
	readonly day: number | null;
	/** What of the day belongs to the recording. */
	from: number;
	/** See `from`. */
	to: number;
	/** Milliseconds of each kind. */
	readonly ms: Record<StretchKind, number>;
	/** Stretches for which the book was not proven, and the longest of them in milliseconds. */
	holes: number;
	longestHoleMs: number;
};

const dayMs = 86_400_000;

const byBook = (a: CoverageDay, b: CoverageDay): number => {
	if (a.exchange !== b.exchange) return a.exchange < b.exchange ? -1 : 1;
	if (a.symbol !== b.symbol) return a.symbol < b.symbol ? -1 : 1;
	return (a.day ?? 0) - (b.day ?? 0);
};

/** How many of the worst holes of all are kept. */
const maxHoles = 10;

/** Days of markets that are told of: a few hundred markets for half a year. */
const maxRows = 50_000;

/** A row for each day of each book, as far as there are not too many. */
const createRows = () => {
	const days = new Map<string, CoverageDay>();
	let isCut = false;
	return {
		/** Whether there are more days than rows. */
		isCut: () => isCut,
		/** By book, then by day. */
		all: (): readonly CoverageDay[] => [...days.values()].sort(byBook),
		/** Null where there are too many. */
		at(exchange: string, symbol: string, day: number | null, from: number): CoverageDay | null {
			const key = `${exchange} ${symbol} ${day}`;
			const known = days.get(key);
			isCut ||= !known && days.size === maxRows;
			if (known || days.size === maxRows) return known ?? null;
			const ms = {clean: 0, doubted: 0, unverifiable: 0, broken: 0, missing: 0};
			const fresh = {exchange, symbol, day, from, to: from, ms, holes: 0, longestHoleMs: 0};
			days.set(key, fresh);
			return fresh;
		},
	};
};

/** Adds up how time was spent by book and UTC day. `startedAt`: epoch milliseconds, 0 where nobody knows. */
export const createCoverageDays = (startedAt: () => number) => {
	const rows = createRows();
	const worst: Hole[] = [];

	/** Cuts a stretch where a day ends. */
	function* slices(from: number, to: number) {
		const start = startedAt();
		if (start === 0) {
			yield {day: null, from, to};
			return;
		}
		for (let at = from; at < to;) {
			const day = Math.floor((start + at) / dayMs);
			const end = Math.min(to, (day + 1) * dayMs - start);
			yield {day, from: at, to: end};
			at = end;
		}
	}

	return {
		/** One stretch after the other of a book. */
		add(exchange: string, symbol: string, kind: StretchKind, from: number, to: number) {
			if (to <= from) return;
			for (const slice of slices(from, to)) {
				const row = rows.at(exchange, symbol, slice.day, slice.from);
				if (!row) break;
				row.to = slice.to;
				row.ms[kind] += slice.to - slice.from;
			}
		},
		/** A stretch for which a book was not proven is over; what it was like is added besides. */
		hole(hole: Hole) {
			const {exchange, symbol, from, to} = hole;
			if (to <= from) return;
			for (const slice of slices(from, to)) {
				const row = rows.at(exchange, symbol, slice.day, slice.from);
				if (!row) break;
				row.holes++;
				row.longestHoleMs = Math.max(row.longestHoleMs, slice.to - slice.from);
			}
			const place = worst.findIndex(other => other.to - other.from < to - from);
			worst.splice(place < 0 ? worst.length : place, 0, hole);
			worst.length = Math.min(worst.length, maxHoles);
		},
		...{rows: rows.all, isCut: rows.isCut},
		/** The longest first. */
		worst: (): readonly Hole[] => worst,
	};
};

export type CoverageDays = ReturnType<typeof createCoverageDays>;

import {toMilliseconds, UsageError} from './options.js';

/** How many times faster than it was recorded; `max` is as fast as it goes. */
export type ReplaySpeed = number | 'max';

export const minSpeed = 0.25;
export const maxSpeed = 64;

/** Reads `0.25` to `64`, or `max`. */
export const parseSpeed = (text: string): ReplaySpeed => {
	if (text === 'max') return 'max';
	const speed = /^\d+(\.\d+)?x?$/.test(text) ? Number.parseFloat(text) : Number.NaN;
	if (!(speed >= minSpeed && speed <= maxSpeed))
		throw new UsageError(
			`${JSON.stringify(text)} is not a speed: write ${minSpeed} to ${maxSpeed}, or max`,
		);
	return speed;
};

/**
 * Reads a place in a recording, `MM:SS`, `H:MM:SS` or `1:30.5`, into milliseconds from its start; without a colon
 * it is as long from there as a duration says, `90` or `5m`.
 */
export const parsePosition = (text: string): number => {
	const ms = toMilliseconds(text);
	if (Number.isFinite(ms)) return ms;
	const [, hours = '0', minutes = '', seconds = ''] =
		/^(?:(\d{1,4}):(?=\d\d:))?(\d{1,4}):([0-5]?\d(?:\.\d{1,3})?)$/.exec(text) ?? [];
	if (minutes === '')
		throw new UsageError(
			`${JSON.stringify(text)} is not a place in a recording: write MM:SS, or seconds`,
		);
	return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
};

/** A place as `parsePosition` reads it, in milliseconds; any other text is a marker's label. */
export const parsePlace = (text: string): number | string => {
	try {
		return parsePosition(text);
	} catch (error) {
		if (!(error instanceof UsageError) || text.trim() === '') throw error;
		return text;
	}
};

/** Checks a place that is read once it is known what it is in. */
export const checkPlace = (text: string): string => {
	parsePlace(text);
	return text;
};

const dayMs = 86_400_000;

/** `2026-11-28`, in UTC. */
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/**
 * Reads a moment of history into epoch milliseconds: `12:30` or `12:30:05` of this day in UTC, or of the day before where
 * that is still to come; `2026-11-28T12:30`; `-10m`, before now.
 */
export const parseMoment = (text: string, now: number): number => {
	const refuse = (): never => {
		throw new UsageError(
			`${JSON.stringify(text)} is no moment of history: write 12:30, 2026-11-28T12:30 or -10m`,
		);
	};
	if (text.startsWith('-')) {
		const ms = toMilliseconds(text.slice(1));
		return Number.isFinite(ms) ? now - ms : refuse();
	}
	const [, day, time = ''] =
		/^(?:(\d{4}-\d\d-\d\d)[T ])?(\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)Z?$/i.exec(text) ?? [];
	const at = time === '' ? Number.NaN : Date.parse(`${day ?? dayOf(now)}T${time}Z`);
	if (!Number.isFinite(at)) return refuse();
	// No calendar has a 30th of February: it would be taken for the 2nd of March.
	if (day !== undefined && dayOf(Date.parse(day)) !== day) return refuse();
	const moment = day === undefined && at > now ? at - dayMs : at;
	if (moment > now)
		throw new UsageError(`--from ${text} is still to come: without it, what is now is shown`);
	return moment;
};

/** As it can be asked for: `99:00`. */
export const formatPosition = (ms: number): string => {
	const seconds = ms / 1000;
	const minutes = Math.floor(seconds / 60);
	// Fractions only where there are some.
	const rest = String(Math.round((seconds - minutes * 60) * 1000) / 1000);
	const [whole = '', ...fraction] = rest.split('.');
	return `${String(minutes).padStart(2, '0')}:${[whole.padStart(2, '0'), ...fraction].join('.')}`;
};

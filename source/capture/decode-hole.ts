import type {CaptureHole} from './capture-format.js';

/** Characters of a reason that is kept. */
const maxReason = 4000;

/** Epoch milliseconds of which a date can be made. */
const isTime = (value: unknown): value is number =>
	typeof value === 'number' && value >= 0 && value <= 8.64e15;

/** What a marker tells of a hole, where it does: what is none is not worth the line. */
export const decodeHole = (value: unknown): {readonly hole?: CaptureHole} => {
	if (typeof value !== 'object' || value === null) return {};
	const {from, to, reason} = value as Readonly<Record<string, unknown>>;
	const isSpan = isTime(from) && isTime(to) && from <= to;
	if (!isSpan || typeof reason !== 'string' || reason.length > maxReason) return {};
	return {hole: {from, to, reason}};
};

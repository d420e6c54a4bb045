import {parseDuration, UsageError} from './options.js';
import type {Keep} from '../recording/retention.js';
import type {Rotation} from '../recording/rotation.js';

const units: Readonly<Record<string, number>> = {
	kb: 1e3,
	mb: 1e6,
	gb: 1e9,
	tb: 1e12,
	kib: 1024,
	mib: 1024 ** 2,
	gib: 1024 ** 3,
	tib: 1024 ** 4,
};

/** Bytes of `500MB` or `1.5GiB`; NaN for anything else. */
const toBytes = (text: string): number => {
	const [, amount = '', unit = ''] = /^(\d+(?:\.\d+)?)\s*([kmgt]i?b)$/i.exec(text) ?? [];
	return amount === '' ? Number.NaN : Number(amount) * (units[unit.toLowerCase()] ?? Number.NaN);
};

const refuseBare = (text: string, words: string): void => {
	if (/^\d+(?:\.\d+)?$/.test(text))
		throw new UsageError(`"${text}" may be a duration or a size: write ${words}`);
};

/** Reads `day`, `1h`, `30m` or `500MB`. A number alone may be meant as either, and is neither. */
export const parseRotation = (text: string): Rotation => {
	if (text.toLowerCase() === 'day') return {type: 'day'};
	refuseBare(text, `${text}s, ${text}h or ${text}MB`);
	const bytes = toBytes(text);
	if (bytes >= 1) return {type: 'size', bytes};
	try {
		return {type: 'time', ms: parseDuration(text)};
	} catch {
		throw new UsageError(
			`${JSON.stringify(text)} is neither a duration nor a size: write 1h, 30m or 500MB, or day`,
		);
	}
};

const dayMs = 86_400_000;
/** No `m`: who means months would lose what is older than minutes. */
const keepUnits: Readonly<Record<string, number>> = {
	s: 1000,
	h: 3_600_000,
	d: dayMs,
	w: 7 * dayMs,
};

/** How much of what is old is kept, and how it was written. */
export type Keeping = {readonly text: string; readonly keep: Keep};

/** Reads how much of old parts is kept: `30d`, `12h`, `4w`, `90s` or `100GB`. */
export const parseKeep = (text: string): Keep => {
	refuseBare(text, `${text}d or ${text}GB`);
	const bytes = toBytes(text);
	if (bytes >= 1) return {type: 'size', bytes};
	const [, amount = '', unit = ''] = /^(\d+(?:\.\d+)?)([shdw])$/.exec(text) ?? [];
	const ms = Number(amount) * (keepUnits[unit] ?? Number.NaN);
	if (amount !== '' && ms > 0) return {type: 'time', ms};
	throw new UsageError(
		`${JSON.stringify(text)} does not say how much to keep: write 30d, 12h or 100GB`,
	);
};

import {parseDuration, UsageError} from './options.js';
import type {Rotation} from '../recording/capture-parts.js';

const units: Readonly<Record<string, number>> = {
	kb: 1e3,
	mb: 1e6,
	gb: 1e9,
	kib: 1024,
	mib: 1024 ** 2,
	gib: 1024 ** 3,
};

/** Reads `1h`, `30m` or `500MB`. A number alone may be meant as either, and is neither. */
export const parseRotation = (text: string): Rotation => {
	if (/^\d+(?:\.\d+)?$/.test(text))
		throw new UsageError(
			`"${text}" may be a duration or a size: write ${text}s, ${text}h or ${text}MB`,
		);
	const [, amount = '', unit = ''] = /^(\d+(?:\.\d+)?)\s*([kmg]i?b)$/i.exec(text) ?? [];
	const bytes = Number(amount) * (units[unit.toLowerCase()] ?? Number.NaN);
	if (amount !== '' && bytes >= 1) return {type: 'size', bytes};
	try {
		return {type: 'time', ms: parseDuration(text)};
	} catch {
		throw new UsageError(
			`${JSON.stringify(text)} is neither a duration nor a size: write 1h, 30m or 500MB`,
		);
	}
};

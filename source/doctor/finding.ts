import type {FaultCode} from '../faults.js';

/** `fail`: the program cannot do its work because of it; `warn`: it can, but something is worth knowing. */
export type Result = 'ok' | 'warn' | 'fail';

/** What one check found. */
export type Finding = {
	/** A word for it, the same in JSON. */
	readonly check: string;
	/** The id and the title of the exchange it is about; null where it is about this computer. */
	readonly exchange: {readonly id: string; readonly title: string} | null;
	readonly result: Result;
	/** What was found, with its full stop. */
	readonly sentence: string;
	/** What to do about it; null where there is nothing to be done. */
	readonly remedy: string | null;
	/** The fault that the program would tell of, where it is one. */
	readonly code?: FaultCode | undefined;
};

/** Makes the findings of one check. */
export const createFindings = (check: string, exchange: Finding['exchange'] = null) => {
	const found =
		(result: Result) =>
		(sentence: string, remedy: string | null = null, code?: FaultCode): Finding => ({
			check,
			exchange,
			result,
			sentence,
			remedy,
			...(code && {code}),
		});
	return {
		ok: (sentence: string) => found('ok')(sentence),
		warn: found('warn'),
		fail: found('fail'),
	};
};

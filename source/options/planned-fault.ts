import {UsageError} from './options.js';
import {exchangesOf, faultNames, type FaultName} from '../simulator/faults.js';

/** Something that is to go wrong in the demo. */
export type PlannedFault = {
	readonly name: FaultName;
	/** Null: on every exchange that it can strike. */
	readonly exchange: 'binance' | 'huobi' | null;
	/** Milliseconds after the start. */
	readonly afterMs: number;
};

const isName = (text: string): text is FaultName => faultNames.some(name => name === text);

/** Reads `gap@5`, or `huobi:gap@5` for one exchange. */
export const parseFault = (text: string): PlannedFault => {
	const [, , aim, name = '', seconds = ''] =
		/^((binance|huobi):)?([^@:]+)@(\d{1,6}(?:\.\d{1,3})?)$/.exec(text) ?? [];
	if (name === '')
		throw new UsageError(
			`${JSON.stringify(text)} is not a fault: write NAME@SECONDS, as gap@5 or huobi:gap@5`,
		);
	if (!isName(name))
		throw new UsageError(`"${name}" is not a fault: choose from ${faultNames.join(', ')}`);
	const exchange = aim === 'binance' || aim === 'huobi' ? aim : null;
	if (exchange && !exchangesOf(name)?.includes(exchange))
		throw new UsageError(`${exchange} has no ${name}`);
	return {name, exchange, afterMs: Number(seconds) * 1000};
};

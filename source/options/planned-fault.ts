import {suggest, UsageError} from './options.js';
import {allFaults, struckBy, type FaultName} from '../simulator/faults.js';
import {simulatedIds, type SimulatedId} from '../simulator/market-list.js';

/** Something that is to go wrong in the demo. */
export type PlannedFault = {
	readonly name: FaultName;
	/** Null: on every exchange that it can strike. */
	readonly exchange: SimulatedId | null;
	/** Milliseconds after the start. */
	readonly afterMs: number;
};

const names: readonly FaultName[] = allFaults.map(({name}) => name);

/** Reads `gap@5`, or `huobi:gap@5` for one exchange. */
export const parseFault = (text: string): PlannedFault => {
	const [, aim, word = '', seconds = ''] =
		/^(?:([^@:]+):)?([^@:]+)@(\d{1,6}(?:\.\d{1,3})?)$/.exec(text) ?? [];
	const exchange = simulatedIds.find(id => id === aim) ?? null;
	if (aim !== undefined && !exchange)
		throw new UsageError(
			`${JSON.stringify(aim)} is no exchange of the demo: choose from ${simulatedIds.join(', ')}`,
		);
	if (word === '')
		throw new UsageError(
			`${JSON.stringify(text)} is not a fault: write NAME@SECONDS, as gap@5 or huobi:gap@5`,
		);
	const name = names.find(known => known === word);
	if (!name)
		throw new UsageError(
			`"${word}" is not a fault${suggest(word, names)}: choose from ${names.join(', ')}`,
		);
	if (exchange && !struckBy(name).includes(exchange))
		throw new UsageError(`${exchange} has no ${name}`);
	return {name, exchange, afterMs: Number(seconds) * 1000};
};

/** Throws where a fault is planned for exchanges of which none takes part. */
export const checkFaults = (planned: readonly PlannedFault[], ids: readonly string[]): void => {
	for (const {name, exchange} of planned) {
		const able = exchange ? [exchange] : struckBy(name);
		if (!able.some(id => ids.includes(id)))
			throw new UsageError(
				`--fault ${name} can strike ${able.join(', ')}, but --exchange names ${ids.join(', ')}`,
			);
	}
};

import type {Growth} from './growth.js';
import type {Cost} from './measure.js';
import {ours} from './ours.js';
import {measured} from './shapes.js';

/** So many times its target a figure may be, before that is a failure. */
const slack = 1.5;

/** Microseconds that a view may take at any depth, near the best price. */
const publishTargetUs = 3;

/** So many times as much as near the best price changes anywhere may take in the deepest book. */
const evenTarget = 4;

/** What misses its target by too much, in sentences. */
export const findMisses = (
	costs: readonly Cost[],
	growths: readonly Growth[],
): readonly string[] => {
	const misses: string[] = [];
	const check = (what: string, value: number, target: number) => {
		if (!(value <= target * slack))
			misses.push(`${what}: ${value.toFixed(2)}, more than ${slack} × its target ${target}`);
	};
	for (const {id, title, target} of measured) {
		const cost = costs.find(({workload, contender}) => workload === id && contender === ours.name);
		if (!cost) continue;
		check(`${title}: apply ÷ floor`, cost.applyRatio, target.apply);
		check(`${title}: apply and read ÷ floor`, cost.readRatio, target.read);
	}
	for (const {levels, placement, publishUs} of growths)
		if (placement === 'near')
			check(`publish at ${levels} levels, in µs`, publishUs, publishTargetUs);
	const deepest = Math.max(...growths.map(({levels}) => levels));
	const at = (placement: Growth['placement']) =>
		growths.find(growth => growth.levels === deepest && growth.placement === placement)?.applyUs;
	const [near, even] = [at('near'), at('even')];
	if (near !== undefined && even !== undefined)
		check(
			`changes anywhere in ${deepest} levels ÷ those near the best price`,
			even / near,
			evenTarget,
		);
	return misses;
};

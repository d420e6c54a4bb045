import {showKey, toAsciiKeys} from './key-names.js';
import type {Scope} from './intent.js';
import {halves, scopesTogether, type Binding} from './keys.js';

/** Keys by the name of what they do, as the config file has them. */
export type KeyConfig = ReadonlyMap<string, readonly string[]>;

/** The way out that no other binding may take. */
const lastResort = 'ctrl+c';

/** A pair of keys as it is told where the config changes one of them; null where it does not. */
const pairOf = (
	table: readonly Binding[],
	config: KeyConfig,
	{intent, scope}: Binding,
): string | null => {
	const pair = halves[intent] ?? [intent];
	if (scope === 'menu' || scope === 'filter' || !pair.some(half => config.has(half))) return null;
	const keys = pair.map(half => {
		const row = table.find(other => other.intent === half && other.scope === scope);
		return (config.get(half) ?? row?.keys ?? [])[0];
	});
	return keys.flatMap(key => (key === undefined ? [] : [showKey(key)])).join('/');
};

/**
 * The table with other keys where the config names some. Rows it does not name stay the same objects;
 * Ctrl-C always quits.
 */
export const rebind = (table: readonly Binding[], config: KeyConfig): readonly Binding[] =>
	table.map(binding => {
		const pair = binding.pair === undefined ? null : pairOf(table, config, binding);
		const paired = pair === null ? binding : {...binding, pair};
		const wanted = config.get(binding.intent);
		// In a menu letters are text: its keys stay.
		if (!wanted || binding.scope === 'menu' || binding.scope === 'filter') return paired;
		const keys = binding.keys.includes(lastResort)
			? [...new Set([...wanted, lastResort])]
			: [...wanted];
		const shown = wanted.map(showKey).join(' ');
		return {...paired, keys, shown};
	});

/** The table with its keys told in ASCII. */
export const toAsciiTable = (table: readonly Binding[]): readonly Binding[] =>
	table.map(binding => ({
		...binding,
		shown: toAsciiKeys(binding.shown),
		...(binding.pair && {pair: toAsciiKeys(binding.pair)}),
	}));

/** Two actions that one key would have at the same time. */
export type KeyConflict = {readonly key: string; readonly actions: readonly [string, string]};

const canMeet = (a: Scope, b: Scope): boolean =>
	scopesTogether.some(scopes => scopes.includes(a) && scopes.includes(b));

/** Keys that mean two things in one scope; an action may well have its keys in several. */
export const findConflicts = (table: readonly Binding[]): readonly KeyConflict[] =>
	table.flatMap((binding, index) =>
		table
			.slice(index + 1)
			.filter(({scope, intent}) => intent !== binding.intent && canMeet(binding.scope, scope))
			.flatMap(other =>
				binding.keys
					.filter(key => other.keys.includes(key))
					.map((key): KeyConflict => ({key, actions: [binding.intent, other.intent]})),
			),
	);

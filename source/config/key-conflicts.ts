import {parseKeyName} from '../screen/key-names.js';
import {bindings, type Binding} from '../screen/keys.js';
import {findConflicts} from '../screen/rebind.js';
import type {FileValues} from './check-file.js';
import type {JsonValue} from './json-text.js';

/** The line on which the file gives an action this key. */
const lineOf = (value: JsonValue | undefined, key: string): number | undefined => {
	const items = value?.type === 'list' ? value.items : [];
	const item = items.find(entry => entry.type === 'text' && parseKeyName(entry.text) === key);
	return (item ?? value)?.place.line;
};

/** Keys that the file's bindings share with others, each told once with all that have it. */
export const describeConflicts = (
	table: readonly Binding[],
	values: FileValues,
): readonly string[] => {
	const known = new Set(findConflicts(bindings).map(conflict => JSON.stringify(conflict)));
	const others = new Map<string, {own: string; key: string; names: Set<string>}>();
	for (const conflict of findConflicts(table)) {
		if (known.has(JSON.stringify(conflict))) continue;
		const {key, actions} = conflict;
		const [a, b] = actions;
		const [own, other] = values.has(`keys.${b}`) ? [b, a] : [a, b];
		const found = others.get(`${own} ${key}`) ?? {own, key, names: new Set()};
		found.names.add(other);
		others.set(`${own} ${key}`, found);
	}
	return Array.from(others.values(), ({own, key, names}) => {
		const line = lineOf(values.get(`keys.${own}`), key);
		const whose = [...names].join(' and ');
		return `line ${line}: keys.${own}: the key ${JSON.stringify(key)} is that of ${whose} already: give one of them another`;
	});
};

import type {Setting} from './setting.js';
import {allSettings} from './settings.js';

/** Settings that share the beginning of their paths, and those that stand alone. */
type Branch = Map<string, Branch | Setting<unknown>>;

const isBranch = (node: Branch | Setting<unknown>): node is Branch => node instanceof Map;

const toTree = (settings: readonly Setting<unknown>[]): Branch => {
	const root: Branch = new Map();
	for (const setting of settings) {
		const names = setting.path.split('.');
		const last = names.pop() ?? '';
		let branch = root;
		for (const name of names) {
			const known = branch.get(name);
			const next: Branch = known && isBranch(known) ? known : new Map();
			branch.set(name, next);
			branch = next;
		}
		branch.set(last, setting);
	}
	return root;
};

const toLines = (branch: Branch, indent: string): readonly string[] =>
	[...branch].flatMap(([name, node]): readonly string[] => {
		const key = JSON.stringify(name);
		if (isBranch(node))
			return [`${indent}${key}: {`, ...toLines(node, `${indent}\t`), `${indent}},`];
		const {help, allowed, fallback, toJson} = node;
		return [
			`${indent}// ${help}; ${allowed}`,
			`${indent}// ${key}: ${JSON.stringify(toJson(fallback))},`,
		];
	});

/** A config file with every setting as it is without one, each in a comment: it changes nothing until a line is freed. */
export const firstFile = (): string =>
	[
		'// The settings of steem-tui. A line counts once the // before it is taken away.',
		'// "steem-tui config" prints what is in force, and where it comes from.',
		'{',
		...toLines(toTree(allSettings), '\t'),
		'}',
		'',
	].join('\n');

import {allSettings} from '../../../source/config/settings.js';
import type {JsonShown} from '../../../source/config/setting.js';

type Tree = {[name: string]: Tree | JsonShown};

/** Puts a value at `a.b.c`. */
const put = (tree: Tree, path: readonly string[], value: JsonShown) => {
	const [name = '', ...rest] = path;
	if (rest.length === 0) {
		tree[name] = value;
		return;
	}
	const inner: Tree = (tree[name] as Tree | undefined) ?? {};
	tree[name] = inner;
	put(inner, rest, value);
};

/** A file that sets all there is to what it is without a file. */
const everything = (): string => {
	const tree: Tree = {};
	for (const {path, fallback, toJson} of allSettings) {
		const value = toJson(fallback);
		if (value !== null) put(tree, path.split('.'), value);
	}
	return JSON.stringify(tree, null, '\t');
};

export const makeConfigs = (): readonly string[] => [
	everything(),
	'{"market": "STEEM/BTC", "levels": 5, "proxy": "http://me:secret@127.0.0.1:9"}',
	'{"keys": {"quit": ["q", "x"], "record": "w"}, "fees": {"binance": "0.075"}, "theme": "light"}',
	'{}',
];

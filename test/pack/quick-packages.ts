import {readFileSync} from 'node:fs';
import {dirname, resolve} from 'node:path';
import type {Plugin} from 'esbuild';

/** Changes one place of a package's text. Throws where there is no such place: then the package is another. */
const change = (path: string, place: RegExp, by: string): string => {
	const text = readFileSync(path, 'utf8');
	if (!place.test(text)) throw new Error(`${path} has no ${String(place)} any more`);
	return text.replace(place, by);
};

const data = /"data:application\/octet-stream;base64,([^"]+)"/;

const bytesOf = (path: string): string => {
	const [, bytes] = data.exec(readFileSync(path, 'utf8')) ?? [];
	if (bytes === undefined) throw new Error(`${path} holds no WebAssembly any more`);
	return bytes;
};

/**
 * The layout engine of Ink takes its WebAssembly apart letter by letter, and whoever imports it waits for that, with
 * an await that no file but a module may have. Here Node decodes it, and it is compiled in the same turn.
 */
const engine = `
import load, {bytes} from '../binaries/yoga-wasm-base64-esm.js';
import wrapAssembly from './wrapAssembly.js';
const assembly = {
	instantiateWasm(imports, done) {
		const module = new WebAssembly.Module(Buffer.from(bytes, 'base64'));
		const instance = new WebAssembly.Instance(module, imports);
		done(instance, module);
		return instance.exports;
	},
};
load(assembly);
const Yoga = wrapAssembly(assembly);
export default Yoga;
export * from './generated/YGEnums.js';
`;

/** All emoji there are, as a pattern: to make it takes a twentieth of a start, and it is asked only of rare characters. */
const emoji = 'const rgiEmojiRegex = /^\\p{RGI_Emoji}$/v;';
const lazyEmoji = `let allEmoji;
const rgiEmojiRegex = {test: text => (allEmoji ??= /^\\p{RGI_Emoji}$/v).test(text)};`;

/** What packages need once they are used, or not at all, without what it costs to load it. */
export const quickPackages: Plugin = {
	name: 'quick packages',
	setup(build) {
		build.onLoad({filter: /yoga-layout\/dist\/src\/index\.js$/}, ({path}) => ({
			contents: engine,
			resolveDir: dirname(path),
		}));
		build.onLoad({filter: /yoga-wasm-base64-esm\.js$/}, ({path}) => ({
			contents: `${change(path, data, '""')}\nexport const bytes = '${bytesOf(path)}';\n`,
		}));
		// For who develops Ink.
		build.onLoad({filter: /ink\/build\/reconciler\.js$/}, ({path}) => ({
			contents: change(path, /await loadPackageJson\(\)/, '{}').replace(
				"await import('./devtools.js')",
				'undefined',
			),
			resolveDir: dirname(path),
		}));
		// Each makes one as it is loaded; test/service/lazy.test.ts finds it if others do.
		build.onLoad({filter: /(string-width|slice-ansi|ansi-tokenize)\/.*\.js$/}, ({path}) => {
			const place = JSON.stringify(resolve('source/screen/lazy-segmenter.ts'));
			const text = readFileSync(path, 'utf8');
			const made = text.replace(emoji, lazyEmoji).replaceAll('Intl.Segmenter', 'LazySegmenter');
			return {
				contents: made.includes('LazySegmenter')
					? `import {LazySegmenter} from ${place};\n${made}`
					: made,
				resolveDir: dirname(path),
			};
		});
	},
};

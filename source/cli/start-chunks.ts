// Before packages ask for it.
import './home-folder.js';
import {join} from 'node:path';
import {cachedDataVersionTag} from 'node:v8';
import envPaths from 'env-paths';
import {withUsualFlags} from '../commands/engine-flags.js';
import {openCodeCache} from './code-cache.js';
import {nameEngine, thisEngine} from './engine-name.js';
import {createChunkLoader, type AsKept} from './load-chunks.js';

/** By then all that a start needs was compiled, and V8 has not yet dropped what is not used again. */
const keepAfterMs = 5000;

/** What requires the files of the built program, which are in a folder; see `test/pack/build-program.ts`. */
export const startChunks = (folder: string): ((id: string) => unknown) => {
	// As Node's own cache of this kind is turned off.
	const isOff = process.env['NODE_DISABLE_COMPILE_CACHE'] !== undefined;
	const place = join(envPaths('steem-tui', {suffix: ''}).cache, 'code');
	const tag = cachedDataVersionTag();
	const isSame = () => cachedDataVersionTag() === tag;
	const asKept: AsKept = action => (isSame() ? action() : withUsualFlags(action));
	// Each place that it is installed in has its own, and the next version there writes over it.
	const cache = isOff ? null : openCodeCache(place, nameEngine(folder, thisEngine()));
	const {require, keep} = createChunkLoader(folder, cache, asKept);
	if (isOff) return require;
	const keepSame = () => {
		asKept(() => {
			if (isSame()) keep();
		});
	};
	setTimeout(keepSame, keepAfterMs).unref();
	process.on('exit', keepSame);
	return require;
};

import {PassThrough} from 'node:stream';
import type {Clock} from '../clock.js';
import type {KeyFilter} from './key-filter.js';
import type {RawMode} from './raw-mode.js';

/** Keys as they come through the filter, in a stream that is otherwise stdin. */
export const filterKeys = (
	stdin: NodeJS.ReadStream,
	filter: KeyFilter,
	{rawMode, clock, isAsking}: {rawMode: RawMode; clock: Clock; isAsking: () => boolean},
) => {
	const keys = Object.assign(new PassThrough(), {
		isTTY: true,
		setRawMode(isRaw: boolean) {
			rawMode.set(isRaw);
			return keys;
		},
		ref() {
			stdin.ref();
			return keys;
		},
		unref() {
			stdin.unref();
			return keys;
		},
	});
	Object.defineProperty(keys, 'isRaw', {get: () => stdin.isRaw && !rawMode.isLeaving()});
	const pass = (text: string) => {
		if (text !== '' && !rawMode.isLeaving()) keys.write(text);
	};
	let cancel = () => {};
	stdin.setEncoding('utf8');
	stdin.on('data', (text: string) => {
		cancel();
		pass(filter.read(text));
		const ms = filter.patience(isAsking());
		if (ms !== null)
			cancel = clock.after(ms, () => {
				pass(filter.giveUp());
			});
	});
	stdin.on('end', () => keys.end());
	stdin.on('error', error => keys.emit('error', error));
	return {
		keys,
		stop() {
			cancel();
		},
	};
};

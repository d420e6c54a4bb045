import {createHash} from 'node:crypto';
import {mkdir, stat} from 'node:fs/promises';
import {createServer} from 'node:net';
import {setTimeout} from 'node:timers/promises';

/** Takes names in a folder for this process alone. Returns the way to let go of them; null where another has them. */
export type HoldName = (folder: string, name: string) => Promise<(() => void) | null>;

/** What a process listens at that holds a name: no file, so that it is free again however the process ends. */
const placeOf = (sign: string): string | null => {
	if (process.platform === 'linux') return `\0steem-tui-${sign}`;
	return process.platform === 'win32' ? `\\\\.\\pipe\\steem-tui-${sign}` : null;
};

/** Whichever way leads to the folder, it has one sign; null where there is none. */
const signOf = async (folder: string, name: string): Promise<string | null> => {
	await mkdir(folder).catch(() => undefined);
	const stats = await stat(folder, {bigint: true}).catch(() => null);
	if (!stats) return null;
	return createHash('sha256').update(`${stats.dev} ${stats.ino} ${name}`).digest('hex');
};

/** Among the processes of this machine. Where the system has no such thing, everybody gets the name. */
export const holdName: HoldName = async (folder, name) => {
	const sign = await signOf(folder, name);
	const place = sign === null ? null : placeOf(sign);
	if (place === null) return () => undefined;
	const server = createServer(socket => socket.destroy());
	// It is no reason to go on.
	server.unref();
	return new Promise(resolve => {
		server.on('error', ({code}: NodeJS.ErrnoException) =>
			resolve(code === 'EADDRINUSE' ? null : () => undefined),
		);
		server.listen(place, () => resolve(() => void server.close()));
	});
};

/** Milliseconds between two tries to take a name that another has for a moment. */
const retryMs = 10;

/** Does what others of this machine are not to do in a folder at the same time. */
export const whileHeld = async (
	folder: string,
	name: string,
	action: () => Promise<void>,
): Promise<void> => {
	let release = await holdName(folder, name);
	while (!release) {
		await setTimeout(retryMs);
		release = await holdName(folder, name);
	}
	try {
		await action();
	} finally {
		release();
	}
};

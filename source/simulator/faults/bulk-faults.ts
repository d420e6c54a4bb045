import {constants, crc32, deflateRawSync} from 'node:zlib';
import type {Outlet} from '../outlet.js';
import {withhold, type Scene} from './scene.js';

const megabyte = 1024 * 1024;
const bombMegabytes = 100;
const hugeBytes = 100_000_000;
const chunkBytes = 64 * 1024;
const floodPings = 1000;

/**
 * A gzip member of about 100 KB that holds 100 MB of spaces, put together from one packed megabyte
 * again and again, so that nobody ever holds them.
 */
const createBomb = (): Buffer => {
	const spaces = Buffer.alloc(megabyte, ' ');
	const packed = deflateRawSync(spaces, {finishFlush: constants.Z_FULL_FLUSH, level: 9});
	let sum = 0;
	for (let count = 0; count < bombMegabytes; count++) sum = crc32(spaces, sum);
	const header = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0]);
	const lastBlock = Buffer.from([3, 0]);
	const trailer = Buffer.alloc(8);
	trailer.writeUInt32LE(sum, 0);
	trailer.writeUInt32LE(bombMegabytes * megabyte, 4);
	const middle = Array.from({length: bombMegabytes}, () => packed);
	return Buffer.concat([header, ...middle, lastBlock, trailer]);
};

let made: Buffer | undefined;

export const bomb = (scene: Scene): void => {
	const data = (made ??= createBomb());
	if (scene.exchange === 'huobi') {
		for (const outlet of scene.outlets()) outlet.send({kind: 'raw', data});
		return;
	}
	withhold(scene);
	scene.armRest(1, () => ({status: 200, headers: {'content-encoding': 'gzip'}, body: data}));
};

/** One message in fragments, each sent when the one before has left. */
const sendHuge = ({socket, filter}: Outlet, isBinary: boolean): void => {
	const chunk = Buffer.alloc(chunkBytes, isBinary ? 0 : ' ');
	let left = hugeBytes;
	// Data in between would be taken for a fragment.
	const takeOut = filter(() => []);
	const sendNext = (error?: Error) => {
		if (left === 0 || error) {
			takeOut();
			return;
		}
		const data = chunk.subarray(0, Math.min(left, chunkBytes));
		left -= data.length;
		socket.send(data, {binary: isBinary, fin: left === 0}, sendNext);
	};
	if (socket.readyState === socket.OPEN) sendNext();
};

export const hugeMessage = ({exchange, outlets}: Scene): void => {
	for (const outlet of outlets()) sendHuge(outlet, exchange === 'huobi');
};

export const pingFlood = ({exchange, outlets, time}: Scene): void => {
	for (const outlet of outlets())
		for (let count = 0; count < floodPings; count++) {
			if (exchange === 'binance') outlet.ping(`flood ${String(count)}`);
			else outlet.send({kind: 'ping', text: JSON.stringify({ping: time() + count})});
		}
};

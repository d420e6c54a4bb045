import type {Outlet} from '../outlet.js';
import {packMany} from './pack-many.js';
import {sendToAll, withhold, type Scene} from './scene.js';

const bombMegabytes = 100;
const hugeBytes = 100_000_000;
const tinyValueCount = 1_900_000;
const chunkBytes = 64 * 1024;
const floodPings = 1000;

let made: Buffer | undefined;

/** About 100 KB that hold 100 MB of spaces. */
export const bomb = (scene: Scene): void => {
	const data = (made ??= packMany({unit: ' ', megabytes: bombMegabytes}));
	if (scene.exchange === 'huobi') {
		for (const outlet of scene.outlets()) outlet.send({kind: 'raw', data});
		return;
	}
	withhold(scene);
	scene.armRest(1, () => ({status: 200, headers: {'content-encoding': 'gzip'}, body: data}));
};

export const tinyValues = (scene: Scene): void => {
	sendToAll(scene, `{"list":[${'{},'.repeat(tinyValueCount)}{}]}`);
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

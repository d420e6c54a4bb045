import {once} from 'node:events';
import {gunzipSync} from 'node:zlib';
import {WebSocket} from 'ws';

/** A frame as it came; `text` is unpacked where it was gzip, and null where that fails or is too much. */
export type Frame = {
	readonly isBinary: boolean;
	readonly data: Buffer;
	readonly text: string | null;
};

const unpack = (data: Buffer, isBinary: boolean): string | null => {
	if (!isBinary || data[0] !== 0x1f) return data.toString();
	try {
		return gunzipSync(data, {maxOutputLength: 1024 * 1024}).toString();
	} catch {
		return null;
	}
};

const probes = {
	binance: '{"method":"LIST_SUBSCRIPTIONS","id":"probe"}',
	huobi: '{"unsub":"market.nothing.here","id":"probe"}',
};

/** A client that takes any frame as it is, and answers Huobi's pings alone. */
export const openRaw = async (exchange: 'binance' | 'huobi', url: string) => {
	const socket = new WebSocket(url, {maxPayload: 8 * 1024 * 1024, autoPong: false});
	let frames: Frame[] = [];
	let pings = 0;
	let wake = () => {};
	socket.on('message', (data: Buffer, isBinary) => {
		const text = unpack(data, isBinary);
		const [, ping] = /^\{"ping":(\d+)\}$/.exec(text ?? '') ?? [];
		if (ping === undefined) frames.push({isBinary, data, text});
		else {
			pings++;
			socket.send(`{"pong":${ping}}`);
		}
		wake();
	});
	// By hand: ws gives up where sixty of its own pongs wait.
	socket.on('ping', data => {
		pings++;
		socket.pong(data);
	});
	socket.on('error', () => {});
	const closed = new Promise<{code: number; reason: string}>(resolve => {
		socket.on('close', (code, reason) => {
			resolve({code, reason: reason.toString()});
			wake();
		});
	});
	await once(socket, 'open');

	const isProbe = ({text}: Frame) => text?.includes('"probe"') === true;
	return {
		socket,
		closed,
		pings: () => pings,
		send(message: unknown) {
			socket.send(JSON.stringify(message));
		},
		/** All frames that came before the answer to a question asked now. */
		async drain(): Promise<Frame[]> {
			socket.send(probes[exchange]);
			while (!frames.some(isProbe)) {
				if (socket.readyState === WebSocket.CLOSED) throw new Error('the socket has closed');
				await new Promise<void>(resolve => {
					wake = resolve;
				});
			}
			const before = frames.filter(frame => !isProbe(frame));
			frames = [];
			return before;
		},
	};
};

export type RawPeer = Awaited<ReturnType<typeof openRaw>>;

import {gunzipSync} from 'node:zlib';
import type {Clock} from '../../../source/clock.js';
import type {UpgradeAct} from '../../../source/simulator/fault-site.js';
import type {Listen, LoopbackOptions} from '../../../source/simulator/loopback-server.js';
import type {Random} from '../../../source/random.js';
import {
	TransportError,
	type HttpResponse,
	type SocketEvent,
	type Transport,
} from '../../../source/transport/transport.js';
import {openPipe, type Pipe} from './connection.js';
import {latency} from './lane.js';

/** As long as the live transport waits. */
const timeoutMs = 10_000;
const maxBodyBytes = 64 * 1024 * 1024;

type Host = {
	readonly options: LoopbackOptions;
	readonly pipes: Set<Pipe>;
	/** Requests under way, as the ways to break them off. */
	readonly requests: Set<() => void>;
	isListening: boolean;
};

export type Network = {
	readonly listen: Listen;
	readonly transport: Transport;
	/** Websockets that are not gone on both ends, and requests without an answer. */
	openCount(): number;
};

const refused = () => new TransportError('connection refused', 'ECONNREFUSED');
const reset = () => new TransportError('connection reset', 'ECONNRESET');
const timedOut = () => new TransportError('no answer within 10 s', 'ETIMEDOUT');

/** What answers a handshake in place of a socket, as a client sees it. */
const toAnswer = ({
	status,
	headers = {},
	body = '',
}: Exclude<UpgradeAct, 'hang'>): HttpResponse => ({
	status: parseInt(status, 10),
	headers: Object.fromEntries(
		Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
	),
	body,
});

/** Bombs are one buffer each time: that it does not fit is found out once. */
const tooLong = new WeakSet<Buffer>();

const unpack = (body: Buffer): string => {
	if (!tooLong.has(body)) {
		try {
			return gunzipSync(body, {maxOutputLength: maxBodyBytes}).toString();
		} catch {
			tooLong.add(body);
		}
	}
	throw new TransportError('the answer is too long');
};

/**
 * The exchanges' servers and the transport to them without a socket in between. What is sent takes
 * a few milliseconds, on each connection and each request others, and arrives by the clock.
 */
export const createNetwork = (clock: Clock, random: Random): Network => {
	const hosts = new Map<string, Host>();
	const usualMs = 1 + random() ** 3 * 150;

	const drop = ({pipes, requests}: Host) => {
		for (const pipe of [...pipes]) pipe.terminate();
		for (const breakOff of [...requests]) breakOff();
	};

	const listen: Listen = options => {
		const host: Host = {options, pipes: new Set(), requests: new Set(), isListening: true};
		const name = `exchange-${hosts.size}.test`;
		hosts.set(name, host);
		return Promise.resolve({
			host: name,
			refuse(ms: number) {
				if (!host.isListening) return;
				host.isListening = false;
				drop(host);
				options.site.after(ms, () => (host.isListening = true));
			},
			stop() {
				host.isListening = false;
				drop(host);
				return Promise.resolve();
			},
		});
	};

	const find = (url: string): {host: Host | undefined; address: URL} => {
		const address = new URL(url);
		return {host: hosts.get(address.host), address};
	};

	const connect = (url: string, onEvent: (event: SocketEvent) => void) => {
		const {host, address} = find(url);
		let pipe: Pipe | null = null;
		let cancel: () => void = () => undefined;

		const fail = (event: Omit<SocketEvent & {type: 'close'}, 'type'>, ms: number) => {
			cancel = clock.after(ms, () => {
				onEvent({type: 'close', ...event});
			});
		};

		const arrive = () => {
			const back = latency(random, usualMs);
			if (!host?.isListening) {
				fail({reason: 'connection refused', errorCode: 'ECONNREFUSED'}, back);
				return;
			}
			const {accept, site} = host.options;
			const onSocket = accept(address);
			const act = onSocket && site.takeUpgrade();
			if (act === 'hang')
				fail({reason: 'no answer within 10 s', errorCode: 'ETIMEDOUT'}, timeoutMs);
			else if (!onSocket) fail({reason: 'HTTP status 404', status: 404}, back);
			else if (act) {
				const answer = toAnswer(act);
				const {status} = answer;
				fail({reason: `HTTP status ${status}`, status, answer}, back);
			} else {
				const opened = openPipe({
					clock,
					random,
					usualMs,
					onEvent,
					onGone: () => host.pipes.delete(opened),
				});
				pipe = opened;
				host.pipes.add(opened);
				opened.open();
				onSocket(opened.peer, opened.wire);
			}
		};

		cancel = clock.after(latency(random, usualMs), arrive);
		return {
			send(data: string) {
				pipe?.client.send(data);
			},
			ping(payload?: string) {
				pipe?.client.ping(payload);
			},
			close() {
				cancel();
				pipe?.client.close();
			},
		};
	};

	const get = (url: string): Promise<HttpResponse> =>
		new Promise((resolve, reject) => {
			const {host, address} = find(url);

			/** Ends the request some time from now, unless it is broken off before. */
			const later = (ms: number, end: () => void) => {
				const breakOff = () => {
					cancel();
					host?.requests.delete(breakOff);
					reject(reset());
				};
				const cancel = clock.after(ms, () => {
					host?.requests.delete(breakOff);
					end();
				});
				host?.requests.add(breakOff);
			};

			const arrive = () => {
				const back = latency(random, 2 * usualMs);
				if (!host?.isListening) {
					later(back, () => {
						reject(refused());
					});
					return;
				}
				const {options} = host;
				const answer = options.site.answer(address, () => options.answer(address));
				if (answer === 'hang')
					later(timeoutMs, () => {
						reject(timedOut());
					});
				else if (answer === 'reset')
					later(back, () => {
						reject(reset());
					});
				else
					later(back + (answer.delayMs ?? 0), () => {
						const {status, body, headers = {}} = answer;
						try {
							const text = typeof body === 'string' ? body : unpack(body);
							resolve({status, headers, body: text});
						} catch (error) {
							reject(error as Error);
						}
					});
			};

			later(latency(random, 2 * usualMs), arrive);
		});

	return {
		listen,
		transport: {connect, get},
		openCount: () =>
			[...hosts.values()].reduce((sum, {pipes, requests}) => sum + pipes.size + requests.size, 0),
	};
};

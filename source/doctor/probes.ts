import {lookup} from 'node:dns/promises';
import type {TLSSocket} from 'node:tls';
import {dial} from '../transport/dial.js';
import {hostOf, timedOut, toTransportError} from '../transport/errors.js';
import type {Proxy} from '../transport/tunnel.js';

export type TlsFacts = {
	/** `TLSv1.3` */
	readonly protocol: string;
	/** Who signed the certificate. */
	readonly issuer: string;
};

/** What the checks need besides the transport. Both reject with a `TransportError`. */
export type Probes = {
	/** The addresses of a host. */
	readonly lookUp: (host: string) => Promise<readonly string[]>;
	/** Opens a connection with TLS to the host of a `wss:` or `https:` address. */
	readonly shakeHands: (url: string, proxy: Proxy | undefined) => Promise<TlsFacts>;
};

const toFacts = (socket: TLSSocket): TlsFacts => {
	const {issuer} = socket.getPeerCertificate();
	// No issuer where the session was resumed.
	const names = issuer as Partial<typeof issuer> | undefined;
	const name = names?.O ?? names?.CN ?? 'somebody without a name';
	return {protocol: socket.getProtocol() ?? 'TLS', issuer: name.toString()};
};

/** Goes the way that every connection of the program goes, and no further. */
const shakeHands = async (
	url: string,
	proxy: Proxy | undefined,
	timeoutMs: number,
): Promise<TlsFacts> => {
	const abort = new AbortController();
	let waitsFor = hostOf(url);
	const timer = setTimeout(() => {
		abort.abort(timedOut(waitsFor, `no answer within ${timeoutMs / 1000} s`));
	}, timeoutMs);
	try {
		const socket = await dial(new URL(url), {
			proxy,
			signal: abort.signal,
			onTurn: who => (waitsFor = who),
		});
		return toFacts(socket as TLSSocket);
	} finally {
		clearTimeout(timer);
		abort.abort();
	}
};

export const createProbes = (timeoutMs: number): Probes => ({
	async lookUp(host) {
		try {
			return (await lookup(host, {all: true})).map(({address}) => address);
		} catch (error) {
			throw toTransportError(host, error);
		}
	},
	shakeHands: (url, proxy) => shakeHands(url, proxy, timeoutMs),
});

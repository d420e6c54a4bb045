import {lookup} from 'node:dns/promises';
import https from 'node:https';
import type {TLSSocket} from 'node:tls';
import {toTransportError, type Route} from '../../transport/live.js';

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
	readonly shakeHands: (url: string, route: Route | undefined) => Promise<TlsFacts>;
};

const toFacts = (socket: TLSSocket): TlsFacts => {
	const {issuer} = socket.getPeerCertificate();
	// No issuer where the session was resumed.
	const names = issuer as Partial<typeof issuer> | undefined;
	const name = names?.O ?? names?.CN ?? 'somebody without a name';
	return {protocol: socket.getProtocol() ?? 'TLS', issuer: name.toString()};
};

/** A request without a body: it goes through a proxy the same way as every other. */
const shakeHands = (url: string, route: Route | undefined, timeoutMs: number): Promise<TlsFacts> =>
	new Promise((resolve, reject) => {
		const origin = new URL(url.replace(/^ws/, 'http')).origin;
		const agent = route?.agent ?? false;
		const request = https.request(origin, {method: 'HEAD', agent, timeout: timeoutMs});
		request
			.on('response', response => {
				const facts = toFacts(response.socket as TLSSocket);
				response.resume();
				request.destroy();
				resolve(facts);
			})
			.on('timeout', () => {
				request.destroy(Object.assign(new Error('timed out'), {code: 'ETIMEDOUT'}));
			})
			.on('error', error => {
				reject(toTransportError(url, error, route));
			})
			.end();
	});

export const createProbes = (timeoutMs: number): Probes => ({
	async lookUp(host) {
		try {
			return (await lookup(host, {all: true})).map(({address}) => address);
		} catch (error) {
			throw toTransportError(`https://${host}`, error);
		}
	},
	shakeHands: (url, route) => shakeHands(url, route, timeoutMs),
});

import {isIP} from 'node:net';
import {checkServerIdentity, type PeerCertificate} from 'node:tls';
import type {NatsAddress} from './nats-address.js';
import {readSecret} from './nats-files.js';

/** Of `[::1]:4222` and `10.0.0.1:4222`; null for a name. */
const ipOf = (server: string): string | null => {
	const host = server.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
	return isIP(host) === 0 ? null : host;
};

/**
 * Judges a server's certificate. The client tells the host only where that is a name: a server that is named by a
 * number has to have a certificate for one of those numbers.
 */
const createIdentityCheck = (servers: readonly string[]) => {
	const ips = servers.flatMap(server => ipOf(server) ?? []);
	const names = servers.map(server => server.replace(/:\d+$/, ''));
	return (host: string, certificate: PeerCertificate): Error | undefined => {
		const problem = checkServerIdentity(host, certificate);
		if (problem === undefined || names.includes(host)) return problem;
		const isKnown = ips.some(ip => checkServerIdentity(ip, certificate) === undefined);
		return isKnown ? undefined : problem;
	};
};

const textOf = async (path: string | null): Promise<string | null> =>
	path === null ? null : Buffer.from(await readSecret(path)).toString();

/** What the client needs to speak TLS with one of the servers. Rejects with a `BusError` for a file that cannot be read. */
export const toTls = async (
	{caFile, certFile, keyFile}: NonNullable<NatsAddress['tls']>,
	servers: readonly string[],
) => {
	const [ca, cert, key] = await Promise.all([caFile, certFile, keyFile].map(textOf));
	return {
		...(ca && {ca}),
		...(cert && {cert}),
		...(key && {key}),
		checkServerIdentity: createIdentityCheck(servers),
	};
};

import type {Socket} from 'node:net';
import {SocksClient} from 'socks';
import {toPlainText} from '../faults.js';
import {TransportError} from './transport.js';
import {credentialsOf, loginRefusal, refusal, type Proxy, type Target} from './tunnel.js';

/** What proxies of SOCKS say, in words. */
const socksWords: readonly (readonly [pattern: RegExp, words: string, code: string])[] = [
	[/Authentication failed|no accepted authentication/i, '', '407'],
	[/NotAllowed/, 'does not allow a connection to', '403'],
	[/AddressNotSupported/, 'takes no host names such as', 'SOCKS'],
	[/HostUnreachable/, 'cannot reach', '502'],
	[/NetworkUnreachable/, 'has no network on the way to', '502'],
	[/ConnectionRefused/, 'was refused by', '502'],
	[/TTLExpired/, 'had no answer in time from', '504'],
	[/- Failure/, 'cannot connect to', '502'],
	[/Socks[45] Proxy rejected/i, 'does not connect to', '403'],
	[/invalid|negotiation/i, 'does not speak this version of SOCKS; asked for', 'SOCKS'],
];

/** Asks a SOCKS proxy for a tunnel. */
export const tunnelBySocks = async (
	socket: Socket,
	proxy: Proxy,
	{host, port}: Target,
): Promise<Socket> => {
	const {user, password} = credentialsOf(proxy);
	const type = proxy.url.protocol.startsWith('socks4') ? 4 : 5;
	const login = {...(user === '' ? {} : {userId: user}), ...(password === '' ? {} : {password})};
	try {
		await SocksClient.createConnection({
			// The address is not used: the socket is there already.
			proxy: {host: proxy.url.hostname, port: 1080, type, ...login},
			destination: {host: host.replace(/^\[|\]$/g, ''), port},
			command: 'connect',
			existing_socket: socket,
		});
		return socket;
	} catch (error) {
		socket.destroy();
		// Its error holds name and password: only the text goes on.
		const {message} = error as Error;
		const [, words, code] = socksWords.find(([pattern]) => pattern.test(message)) ?? [];
		if (code === '407') throw loginRefusal(proxy);
		throw words === undefined || code === undefined
			? new TransportError(`the proxy ${proxy.name}: ${toPlainText(message)}`, 'ECONNRESET')
			: refusal(proxy, `${words} ${host}:${port}`, code);
	}
};

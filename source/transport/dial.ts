import net, {type Socket} from 'node:net';
import {addAbortSignal} from 'node:stream';
import tls, {type TLSSocket} from 'node:tls';
import {lookup} from 'node:dns/promises';
import {connectAny, type ConnectAnyOptions} from './connect-any.js';
import {toTransportError} from './errors.js';
import {orAborted} from './or-aborted.js';
import {tunnelByConnect, type Proxy, type Target} from './tunnel.js';

export type DialOptions = ConnectAnyOptions & {
	readonly proxy?: Proxy | undefined;
	/** Ends what is under way, and the connection that came of it. */
	readonly signal: AbortSignal;
	/** Told with whom it waits from now on, for people: first the proxy, then the host behind it. */
	readonly onTurn?: (who: string) => void;
};

const bare = (host: string) => host.replace(/^\[|\]$/g, '');

const usualPorts: Readonly<Record<string, number>> = {
	'http:': 80,
	'ws:': 80,
	'https:': 443,
	'wss:': 443,
};

const targetOf = ({hostname, port, protocol}: URL, usualPort = 0): Target => ({
	host: hostname,
	port: port === '' ? (usualPorts[protocol] ?? usualPort) : Number(port),
});

const secure = (socket: Socket, host: string, signal: AbortSignal): Promise<TLSSocket> => {
	const servername = net.isIP(bare(host)) ? {} : {servername: host};
	const secured = tls.connect({
		socket,
		host: bare(host),
		ALPNProtocols: ['http/1.1'],
		...servername,
	});
	secured.once('close', () => socket.destroy());
	addAbortSignal(signal, secured);
	return new Promise((resolve, reject) => {
		secured
			.once('secureConnect', () => resolve(secured))
			.once('close', () => reject(Object.assign(new Error('closed'), {code: 'ECONNRESET'})))
			// Stays, as that of the socket below.
			.on('error', reject);
	});
};

const isSecure = ({protocol}: URL) => protocol === 'https:' || protocol === 'wss:';

/** Whether a proxy takes names; SOCKS 4 takes addresses alone, so they are looked up here. */
export const takesNames = ({url}: Proxy): boolean => url.protocol !== 'socks4:';

const reachProxy = async (proxy: Proxy, options: DialOptions): Promise<Socket> => {
	const {url} = proxy;
	const {host, port} = targetOf(url, 1080);
	const socket = addAbortSignal(
		options.signal,
		await connectAny(host, port, options.signal, options),
	);
	return url.protocol === 'https:' ? secure(socket, host, options.signal) : socket;
};

const lookUpHere = async ({host, port}: Target): Promise<Target> => {
	try {
		return {host: (await lookup(bare(host), 4)).address, port};
	} catch (error) {
		throw toTransportError(host, error);
	}
};

const tunnel = async (proxy: Proxy, target: Target, options: DialOptions): Promise<Socket> => {
	if (!proxy.url.protocol.startsWith('socks'))
		return tunnelByConnect(await reachProxy(proxy, options), proxy, target, options.signal);
	// Loaded only where it is used; before there is a connection, whose end nobody would hear meanwhile.
	const {tunnelBySocks} = await import('./socks.js');
	const known = takesNames(proxy) ? target : await lookUpHere(target);
	return tunnelBySocks(await reachProxy(proxy, options), proxy, known);
};

const reach = async (url: URL, options: DialOptions): Promise<Socket> => {
	const {proxy, signal, onTurn = () => undefined} = options;
	const target = targetOf(url);
	if (proxy) onTurn(`the proxy ${proxy.name}`);
	let socket: Socket;
	try {
		socket = proxy
			? await tunnel(proxy, target, options)
			: addAbortSignal(signal, await connectAny(target.host, target.port, signal, options));
	} catch (error) {
		throw toTransportError(
			proxy ? `the proxy ${proxy.name}` : url.host,
			signal.aborted ? signal.reason : error,
		);
	}
	const way = proxy ? ` (through the proxy ${proxy.name})` : '';
	onTurn(url.host + way);
	try {
		return isSecure(url) ? await secure(socket, target.host, signal) : socket;
	} catch (error) {
		socket.destroy();
		throw toTransportError(url.host, signal.aborted ? signal.reason : error, way);
	}
};

/**
 * A connection to the host of an address, by its proxy, with TLS where the address wants it. What comes of
 * it after it was given up is closed.
 */
export const dial = (url: URL, options: DialOptions): Promise<Socket> =>
	orAborted(reach(url, options), options.signal);

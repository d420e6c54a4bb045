import {lookup as systemLookup} from 'node:dns/promises';
import net, {type Socket} from 'node:net';
import {orAborted} from './or-aborted.js';

/** The addresses of a host, in the system's order of preference. */
export type Lookup = (host: string) => Promise<readonly string[]>;

export type ConnectAnyOptions = {
	readonly lookup?: Lookup;
	/** Begins a connection to an address. */
	readonly open?: (host: string, port: number) => Socket;
	/** Until the next address is tried beside those under way. @default 250, as RFC 8305 has it */
	readonly attemptDelayMs?: number;
};

const lookUpAll: Lookup = async host =>
	(await systemLookup(host, {all: true})).map(({address}) => address);

const openSocket = (host: string, port: number) => net.connect({host, port, noDelay: true});

/** Both families in turn, each in its order, that of the first address first. */
export const interleave = (addresses: readonly string[]): readonly string[] => {
	const isOfFirst = (address: string) => net.isIP(address) === net.isIP(addresses[0] ?? '');
	const others = addresses.filter(address => !isOfFirst(address));
	const mixed = addresses.filter(isOfFirst).flatMap(address => [address, ...others.splice(0, 1)]);
	return [...mixed, ...others];
};

/** Failures that say nothing of the host: this computer has no way to addresses of that family. */
const noWay = new Set(['ENETUNREACH', 'EHOSTUNREACH', 'EADDRNOTAVAIL', 'EAFNOSUPPORT']);

const mostTelling = (errors: readonly NodeJS.ErrnoException[]) =>
	errors.find(({code}) => !noWay.has(code ?? '')) ?? errors[0] ?? new Error('no address');

const race = (
	addresses: readonly string[],
	port: number,
	signal: AbortSignal,
	{open = openSocket, attemptDelayMs = 250}: ConnectAnyOptions,
): Promise<Socket> =>
	new Promise((resolve, reject) => {
		const underWay = new Set<Socket>();
		const errors: NodeJS.ErrnoException[] = [];
		const waiting = [...addresses];
		let timer: NodeJS.Timeout | undefined;

		const settle = (then: () => void) => {
			clearTimeout(timer);
			signal.removeEventListener('abort', giveUp);
			for (const socket of underWay) socket.destroy();
			underWay.clear();
			then();
		};
		const giveUp = () => {
			settle(() => reject(signal.reason as Error));
		};
		const tryNext = () => {
			clearTimeout(timer);
			const address = waiting.shift();
			if (address === undefined) {
				if (underWay.size === 0) settle(() => reject(mostTelling(errors)));
				return;
			}
			const socket = open(address, port);
			underWay.add(socket);
			socket.once('connect', () => {
				underWay.delete(socket);
				settle(() => resolve(socket));
			});
			// Stays: whatever fails between two owners of the socket is told by its end.
			socket.on('error', error => {
				if (!underWay.delete(socket)) return;
				errors.push(error);
				tryNext();
			});
			if (waiting.length > 0) timer = setTimeout(tryNext, attemptDelayMs);
		};

		signal.addEventListener('abort', giveUp);
		tryNext();
	});

/**
 * Connects to whichever address of a host answers first (RFC 8305). An attempt goes on while the next
 * one begins: Node's own `autoSelectFamily` ends it after `autoSelectFamilyAttemptTimeout`, so that
 * 250 ms lose a host farther away than that behind an IPv6 address that leads nowhere, and a longer
 * time makes each connection wait for it.
 */
export const connectAny = async (
	host: string,
	port: number,
	signal: AbortSignal,
	options: ConnectAnyOptions = {},
): Promise<Socket> => {
	signal.throwIfAborted();
	const bare = host.replace(/^\[|\]$/g, '');
	const {lookup = lookUpAll} = options;
	const addresses = net.isIP(bare) ? [bare] : interleave(await orAborted(lookup(bare), signal));
	return race(addresses, port, signal, options);
};

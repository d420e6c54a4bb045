import type {Clock} from '../clock.js';
import {toPlainText} from '../faults.js';
import type {Venue} from '../feed/venue.js';
import {TransportError, type Transport} from '../transport/transport.js';
import type {Proxy} from '../transport/tunnel.js';
import type {Probes} from './probes.js';
import type {Circumstances} from './remedies.js';

export type PairName = {readonly base: string; readonly quote: string};

export type Network = {
	readonly transport: Transport;
	readonly probes: Probes;
	readonly proxyFor: (url: string) => Proxy | undefined;
	readonly clock: Clock;
	/** Where an endpoint's address comes from, null where it is the exchange's own. */
	readonly addressFrom: (exchange: string, kind: 'ws' | 'rest') => string | null;
	readonly market: PairName;
};

/** For any one check; the transport has limits of its own. */
export const timeoutMs = 10_000;

export const messageOf = (error: unknown) =>
	toPlainText(error instanceof Error ? error.message : String(error));

export const circumstancesOf = (
	{exchange}: Venue,
	kind: 'ws' | 'rest',
	address: string,
	{proxyFor, addressFrom}: Network,
): Circumstances => ({
	proxy: proxyFor(address)?.name ?? null,
	addressFrom: addressFrom(exchange.id, kind),
});

/** Settles in time, whatever the system does. */
export const within = <T>(clock: Clock, host: string, promise: Promise<T>): Promise<T> =>
	new Promise((resolve, reject) => {
		const cancel = clock.after(timeoutMs, () => {
			reject(new TransportError(`${host}: no answer within ${timeoutMs / 1000} s`, 'ETIMEDOUT'));
		});
		promise.then(resolve, reject).finally(cancel);
	});

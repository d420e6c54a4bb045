import {isIP} from 'node:net';
import {toPlainText} from '../faults.js';
import type {Venue} from '../feed/venue.js';
import {takesNames} from '../transport/dial.js';
import type {Finding} from './finding.js';
import {askHosts, type Outcome} from './host-outcomes.js';
import {within, type Network} from './network.js';

const kinds = ['ws', 'rest'] as const;

const isAddress = (hostname: string) => isIP(hostname.replace(/^\[|\]$/g, '')) !== 0;

const ok = (sentence: string): Outcome => ({result: 'ok', sentence, remedy: null});

/** Whether the names of an exchange's hosts are known. */
export const checkNames = (venue: Venue, network: Network): Promise<Finding> =>
	askHosts(venue, network, {
		check: 'DNS',
		kinds,
		keyOf: address => new URL(address).hostname,
		async ask(address) {
			const {hostname} = new URL(address);
			const proxy = network.proxyFor(address);
			if (isAddress(hostname)) return ok(`${hostname} is an address: there is no name to look up`);
			if (proxy && takesNames(proxy)) return ok(`${hostname} is left to the proxy ${proxy.name}`);
			const found = await within(network.clock, hostname, network.probes.lookUp(hostname));
			const more = found.length > 1 ? ` and ${found.length - 1} more` : '';
			const why = proxy ? `, looked up here: the proxy ${proxy.name} takes no names` : '';
			return ok(`${hostname} is ${found[0] ?? 'nowhere'}${more}${why}`);
		},
	});

/** Whether an exchange's hosts speak TLS, with a certificate that is trusted. */
export const checkTls = (venue: Venue, network: Network): Promise<Finding> =>
	askHosts(venue, network, {
		check: 'TLS',
		kinds,
		keyOf: address => new URL(address).host,
		async ask(address) {
			const {host, protocol} = new URL(address);
			if (protocol === 'ws:' || protocol === 'http:')
				return ok(`${protocol}//${host} goes without TLS`);
			const shaken = network.probes.shakeHands(address, network.proxyFor(address));
			const {protocol: version, issuer} = await within(network.clock, host, shaken);
			return ok(`${host} speaks ${version}, certified by ${toPlainText(issuer, 60)}`);
		},
	});

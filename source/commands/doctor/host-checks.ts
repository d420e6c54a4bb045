import {isIP} from 'node:net';
import {toPlainText} from '../../faults.js';
import {takesNames} from '../../transport/dial.js';
import type {Venue} from '../../session.js';
import {createFindings, type Finding} from './finding.js';
import {circumstancesOf, messageOf, within, type Network} from './network.js';
import {remedyForError} from './remedies.js';

type Kind = 'ws' | 'rest';

/** The endpoints with different hosts, the sockets' first. */
const differentHosts = ({endpoints}: Venue): readonly Kind[] =>
	new URL(endpoints.ws).host === new URL(endpoints.rest).host ? ['ws'] : ['ws', 'rest'];

/** Asks each host of an exchange one question and joins the answers; fails with the first that has none. */
const askHosts = async (
	check: string,
	venue: Venue,
	network: Network,
	ask: (url: string) => string | Promise<string>,
): Promise<Finding> => {
	const {ok, fail} = createFindings(check, venue.exchange);
	const sentences = new Set<string>();
	for (const kind of differentHosts(venue)) {
		try {
			sentences.add(await ask(venue.endpoints[kind]));
		} catch (error) {
			const remedy = remedyForError(error, circumstancesOf(venue, kind, network));
			return fail(`${messageOf(error)}.`, remedy);
		}
	}
	return ok(`${[...sentences].join('; ')}.`);
};

const isAddress = (hostname: string) => isIP(hostname.replace(/^\[|\]$/g, '')) !== 0;

/** Whether the names of an exchange's hosts are known. */
export const checkNames = (venue: Venue, network: Network): Promise<Finding> =>
	askHosts('DNS', venue, network, async url => {
		const {hostname} = new URL(url);
		const proxy = network.proxyFor(url);
		if (isAddress(hostname)) return `${hostname} is an address: there is no name to look up`;
		if (proxy && takesNames(proxy)) return `${hostname} is left to the proxy ${proxy.name}`;
		const found = await within(network.clock, hostname, network.probes.lookUp(hostname));
		const more = found.length > 1 ? ` and ${found.length - 1} more` : '';
		const why = proxy ? `, looked up here: the proxy ${proxy.name} takes no names` : '';
		return `${hostname} is ${found[0] ?? 'nowhere'}${more}${why}`;
	});

/** Whether an exchange's hosts speak TLS, with a certificate that is trusted. */
export const checkTls = (venue: Venue, network: Network): Promise<Finding> =>
	askHosts('TLS', venue, network, async url => {
		const {host, protocol} = new URL(url);
		if (protocol === 'ws:' || protocol === 'http:') return `${protocol}//${host} goes without TLS`;
		const shaken = network.probes.shakeHands(url, network.proxyFor(url));
		const facts = await within(network.clock, host, shaken);
		return `${host} speaks ${facts.protocol}, certified by ${toPlainText(facts.issuer, 60)}`;
	});

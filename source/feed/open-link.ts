import {openConnection} from './connection.js';
import type {FeedOptions} from './feed-options.js';
import {hear, type Hearers} from './hear.js';
import type {KeepingUp} from './keeping-up.js';
import {createLink, type Link} from './link.js';

/** Makes connections of the channel whose turn it is, each with what is known of it. */
export const createLinkOpener =
	(
		{exchange, market, clock, rest, sockets, isThrifty}: FeedOptions,
		hearers: Omit<Hearers, 'limits' | 'now'>,
		{isBehind, keepsUpMs}: Pick<KeepingUp, 'isBehind' | 'keepsUpMs'>,
	) =>
	(): Link => {
		const {comeback, handover, writer} = hearers;
		const channel = comeback.channel();
		const isLate = () => link.connection?.lateness.isLate() === true;
		const rules = {mustPush: comeback.hasStopped(), isBehind, isLate, keepsUpMs};
		const link: Link = createLink(clock, rules, channel);
		link.connection = openConnection({
			...{sockets, rest, clock},
			path: channel.path(market),
			topics: channel.topics(market),
			client: channel.createClient(market, isThrifty),
			urgency() {
				if (!handover.leads(link)) return 'next';
				return writer.sequence() === null ? 'first' : 'lost';
			},
			listener: hear({...hearers, limits: exchange, now: clock.now}, link),
		});
		return link;
	};

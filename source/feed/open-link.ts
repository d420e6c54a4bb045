import {openConnection} from './connection.js';
import type {FeedOptions} from './feed-options.js';
import {hear, type Hearers} from './hear.js';
import {createLink, type Link} from './link.js';

/** Makes connections of the channel whose turn it is, each with what is known of it. */
export const createLinkOpener =
	({market, clock, transport, rest, sockets}: FeedOptions, hearers: Hearers) =>
	(): Link => {
		const {comeback} = hearers;
		const channel = comeback.channel();
		const link = createLink(clock, comeback.hasStopped(), channel);
		link.connection = openConnection({
			...{sockets, rest, transport, clock},
			path: channel.path(market),
			client: channel.createClient(market),
			listener: hear(hearers, link),
		});
		return link;
	};

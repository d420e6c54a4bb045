import type {BookChannel} from '../exchanges/exchange.js';
import {exchanges} from '../exchanges/index.js';

/**
 * Milliseconds that the REST interface may be behind pushes of whole books: what was pushed just before the recording
 * began may be missing in one, and no id tells. The clients wait for longer before they ask.
 */
export const laggingMs = 5000;

/** Whether nothing tells that a snapshot over HTTP lacks what was pushed before it. */
export const mayLag = ({loss, audit}: Pick<BookChannel, 'loss' | 'audit'>): boolean =>
	loss.type === 'whole-pushes' && audit === 'rest';

const lagging = new Set(exchanges.filter(({channels}) => channels.some(mayLag)).map(({id}) => id));

/** The same of all snapshots of an exchange. */
export const answersMayLag = (exchange: string): boolean => lagging.has(exchange);

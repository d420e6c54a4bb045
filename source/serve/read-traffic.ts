import {toMessage, type CaptureEvent} from '../capture/capture-format.js';
import {wireOf, type Wire} from '../playback/wire.js';

type Event<Kind extends CaptureEvent['kind']> = CaptureEvent & {readonly kind: Kind};

/** A message of a topic. */
export type TopicMessage = {
	readonly exchange: string;
	/** As readers of recordings name it. */
	readonly topic: string;
	readonly kind: 'text' | 'ack';
	readonly text: string;
};

/** Messages that are of no topic. */
const unnamed = new Set(['other', 'ping']);

/** Tells whose the messages of a capture are. `ids`: the exchanges of its header. */
export const createTraffic = (ids: readonly string[]) => {
	const wires = new Map<number, Wire>();
	return {
		/** The exchange whose connection it is; null for none that we know. */
		open({connection, url, exchange}: Event<'open'>): string | null {
			const wire = wireOf(url, ids, exchange);
			if (wire) wires.set(connection, wire);
			else wires.delete(connection);
			return wire?.exchange.id ?? null;
		},
		/** Null for what is of no topic, and for what cannot be read. */
		read(event: Event<'ws'>): TopicMessage | null {
			const wire = wires.get(event.connection);
			if (!wire) return null;
			try {
				const text = wire.textOf(toMessage(event));
				const {name, answers} = wire.topicOf(text);
				if (unnamed.has(name) || answers === 'request') return null;
				const kind = answers === 'subscription' ? 'ack' : 'text';
				const topic = name.replace(/ subscribed$/, '');
				return {exchange: wire.exchange.id, topic, kind, text};
			} catch {
				return null;
			}
		},
		close(connection: number) {
			wires.delete(connection);
		},
	};
};

import {
	AckPolicy,
	DeliverPolicy,
	type Consumer,
	type ConsumerConfig,
	type ConsumerMessages,
} from '@nats-io/jetstream';
import {nanos, nuid} from '@nats-io/transport-node';
import {BusError, type BusMessage, type ReadFrom} from './bus.js';
import {toBusError} from './nats-errors.js';
import {consumersOf, type NatsLink} from './nats-link.js';
import {toStored} from './nats-messages.js';

/** Messages asked for at once: of the largest there are, what is held in memory stays bounded. */
const most = 200;
const patienceMs = 5000;
/** A reader that is gone is forgotten by the server after so long, in milliseconds. */
const forgottenMs = 60_000;

const beginAt = (from: ReadFrom): Partial<ConsumerConfig> => {
	switch (from.type) {
		case 'start':
			return {deliver_policy: DeliverPolicy.All};
		case 'sequence':
			return {
				deliver_policy: DeliverPolicy.StartSequence,
				opt_start_seq: Math.max(1, from.sequence),
			};
		case 'time':
			return {
				deliver_policy: DeliverPolicy.StartTime,
				opt_start_time: new Date(from.time).toISOString(),
			};
	}
};

type Reader = {
	readonly stream: string;
	readonly filter: string;
	readonly from: ReadFrom;
	readonly isFollowed: boolean;
};

const openConsumer = async (link: NatsLink, {stream, filter, from}: Reader) => {
	const info = await link.jsm.consumers.add(stream, {
		name: nuid.next(),
		ack_policy: AckPolicy.None,
		filter_subject: filter,
		mem_storage: true,
		num_replicas: 1,
		inactive_threshold: nanos(forgottenMs),
		...beginAt(from),
	});
	return {consumer: consumersOf(link).getConsumerFromInfo(info), pending: info.num_pending};
};

/** Those of one request, in their order; what is lost on the way is noticed by its number. */
async function* readBatch(link: NatsLink, batch: ConsumerMessages, before: number) {
	const stop = link.onEnd(() => void batch.close());
	try {
		for await (const message of batch) {
			if (message.info.deliverySequence !== ++before)
				throw new BusError('unanswered', 'messages were lost on their way');
			yield message;
		}
	} finally {
		stop();
	}
	if (link.hasEnded()) throw new BusError('unanswered', 'the connection was lost');
}

/** The server has forgotten who reads: he was silent for too long. */
class ForgottenError extends Error {}

const noConsumer = 10_014;

const isForgotten = async (consumer: Consumer | null): Promise<boolean> => {
	try {
		await consumer?.info();
		return false;
	} catch (error) {
		return (error as {code?: unknown}).code === noConsumer;
	}
};

/** Reads as long as the server remembers us. */
async function* readOnce(link: NatsLink, reader: Reader): AsyncGenerator<BusMessage> {
	let opened: Consumer | null = null;
	try {
		const {consumer, pending} = await openConsumer(link, reader);
		opened = consumer;
		let [left, read] = [reader.isFollowed ? Infinity : pending, 0];
		while (left > 0) {
			const batch = await consumer.fetch({
				...{max_messages: Math.min(left, most), expires: patienceMs},
			});
			const begun = read;
			for await (const message of readBatch(link, batch, read)) {
				read++;
				left--;
				const {timestampNanos, pending: more} = message.info;
				const {subject, data, headers, seq} = message;
				// What grew too old meanwhile is gone.
				if (more === 0 && !reader.isFollowed) left = 0;
				yield toStored({subject, data, headers, seq, timestampNanos});
			}
			if (read === begun && !reader.isFollowed) left = (await consumer.info()).num_pending;
		}
	} catch (error) {
		if (!link.hasEnded() && (await isForgotten(opened))) throw new ForgottenError();
		throw toBusError(error, 'unanswered');
	} finally {
		// Where it cannot be, the server forgets it by itself.
		await opened?.delete().catch(() => undefined);
	}
}

/** Reads what is stored, up to what there was at the beginning, or on for ever; however slowly it is taken. */
export async function* readStream(link: NatsLink, reader: Reader): AsyncGenerator<BusMessage> {
	let {from} = reader;
	for (;;) {
		let last: number | null = null;
		try {
			for await (const message of readOnce(link, {...reader, from})) {
				last = message.sequence;
				yield message;
			}
			return;
		} catch (error) {
			if (!(error instanceof ForgottenError)) throw error;
			if (last === null) throw new BusError('unanswered', 'the server forgot who reads');
			from = {type: 'sequence', sequence: last + 1};
		}
	}
}

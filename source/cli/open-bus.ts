import {systemClock} from '../clock.js';
import type {RelayConfig} from '../config/relay-settings.js';
import type {Keep} from '../recording/retention.js';
import type {Bus} from '../transport/bus.js';
import type {NatsAddress} from '../transport/nats-address.js';

/** What is kept where a limit is one of size: so old it never grows first. */
const longMs = 365 * 86_400_000;

const usualKeepMs = 86_400_000;
const usualKeepWireMs = 30 * 86_400_000;

const toAge = (keep: Keep | undefined, usualMs: number): number => {
	if (!keep) return usualMs;
	return keep.type === 'time' ? keep.ms : longMs;
};

const toBytes = (keep: Keep | undefined): number | null =>
	keep?.type === 'size' ? keep.bytes : null;

/** The streams of relays, with the limits that are wanted where they are made. */
export const streamsFor = async (limits: Partial<Pick<RelayConfig, 'keep' | 'keepWire'>> = {}) => {
	const {busStreams} = await import('../relay/subjects.js');
	const {keep, keepWire} = limits;
	const streams = busStreams({
		keepMs: toAge(keep, usualKeepMs),
		keepWireMs: toAge(keepWire, usualKeepWireMs),
		maxBytes: null,
	});
	return streams.map(stream => {
		if (stream.name === 'STEEM_TUI_WIRE') return {...stream, maxBytes: toBytes(keepWire)};
		return stream.name === 'STEEM_TUI_BOOKS' ? {...stream, maxBytes: toBytes(keep)} : stream;
	});
};

/** Connects to NATS, which is loaded for it; `name`: as the server's operators see us. */
export const openBus = async (
	address: NatsAddress,
	name: string,
	limits: Partial<Pick<RelayConfig, 'keep' | 'keepWire'>> = {},
): Promise<Bus> => {
	const {createNatsBus} = await import('../transport/nats.js');
	const streams = await streamsFor(limits);
	return createNatsBus({address, name, streams, clock: systemClock, random: Math.random});
};

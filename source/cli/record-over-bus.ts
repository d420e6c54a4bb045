import {systemClock} from '../clock.js';
import type {PartsPlan, StartedCapture} from '../commands/record-parts.js';
import type {HoldName} from '../files/hold-name.js';
import type {OpenFile} from '../files/file-system.js';
import type {MarketChoice} from '../options/market-choice.js';
import type {Service} from '../service/service.js';
import type {Bus} from '../transport/bus.js';
import type {NatsAddress} from '../transport/nats-address.js';
import {untilSignalled, withBus} from './over-bus.js';
import {progressOutput} from './progress-output.js';
import {isStream, type RecordFlags} from './record-flags.js';
import {console, version} from './run.js';

type Way = {
	readonly stopped: Promise<number>;
	/** See `RecordContext`. */
	readonly isTold: () => boolean;
	readonly plan: PartsPlan | null;
	readonly open: OpenFile;
	readonly hold: HoldName;
	readonly onStart: (capture: StartedCapture) => void;
	readonly service: Pick<Service, 'follow'> | null;
};

/** Records what relays keep. Returns the exit code. */
export const recordOverBus = async (
	choices: readonly MarketChoice[],
	flags: RecordFlags,
	nats: NatsAddress,
	{plan, isTold, ...way}: Way,
): Promise<number> => {
	const {since, exchange: exchanges, for: forMs = Infinity} = flags;
	const {recordRelayed} = await import('../commands/record-relayed.js');
	const to = since === null ? 0 : Math.min(since + forMs, systemClock.wall());
	const record = (bus: Bus) =>
		recordRelayed(
			{
				...{choices, exchanges, appVersion: version, plan},
				path: isStream(flags) ? 'stdout' : flags.output,
				stretch: since === null ? null : {from: since, to},
			},
			{
				...{...way, bus, clock: systemClock, random: Math.random, complain: console.complain},
				output: progressOutput(isStream(flags)),
			},
		);
	return withBus(nats, console.complain, record, untilSignalled(way.stopped, isTold));
};

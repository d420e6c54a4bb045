import type {Clock} from '../clock.js';
import type {Answer} from './answer.js';
import type {SimulatedId} from './market-list.js';
import type {Outlet} from './outlet.js';
import type {SnapshotMoment} from './snapshot-habits.js';

/** What becomes of a REST request; null where the fault has nothing to do with it. */
export type RestAct = (url: URL, usual: () => Answer) => Answer | 'hang' | 'reset' | null;

/** What becomes of a websocket handshake. */
export type UpgradeAct =
	| 'hang'
	| {
			/** `503 Service Unavailable` */
			readonly status: string;
			readonly headers?: Readonly<Record<string, string>>;
			readonly body?: string;
	  };

/**
 * All markets are halted, none is listed, or subscriptions bring updates without the book that they
 * change.
 */
export type Mode = 'halted' | 'unlisted' | 'no-snapshot';

/** One exchange as faults find it. Nothing that is armed waits longer than `forMs`, by default `armedMs`. */
export type FaultSite = {
	readonly exchange: SimulatedId;
	readonly clock: Clock;
	/** Epoch milliseconds as the exchange tells them, right or wrong. */
	time(): number;
	/** The connections open now. */
	outlets(): readonly Outlet[];
	/** Takes part in the next faults. Returns the way to leave. */
	join(outlet: Outlet): () => void;
	/** Calls back unless the simulator was stopped before. */
	after(ms: number, callback: () => void): void;
	/** Lays hands on the next `times` REST requests that `act` is not null for. */
	armRest(times: number, act: RestAct, forMs?: number): void;
	/** What a REST request is answered with. */
	answer(url: URL, usual: () => Answer): Answer | 'hang' | 'reset';
	/** Lays hands on the next `times` handshakes. */
	armUpgrades(times: number, act: UpgradeAct, forMs?: number): void;
	/** What becomes of the handshake that just came in; null for the usual. */
	takeUpgrade(): UpgradeAct | null;
	/** The next `times` snapshots show another moment than they would. */
	armSnapshots(times: number, moment: SnapshotMoment): void;
	/** What becomes of the snapshot that was just asked for; null for the usual. */
	takeSnapshot(): SnapshotMoment | null;
	/** Refuses the next `times` subscriptions in these words. */
	armSubs(times: number, message: string, forMs?: number): void;
	/** Why the subscription that just came is refused; null where it is not. */
	takeSub(): string | null;
	/** For a while the exchange is in another mode. */
	armMode(mode: Mode, forMs: number): void;
	isIn(mode: Mode): boolean;
	/** From now on; 0 sets it right. */
	skewClock(ms: number): void;
	/** Nothing that waits happens any more. */
	stop(): void;
};

export const armedMs = 30_000;

type Armed<T> = {readonly act: T; readonly until: number; left: number};

/** Things that happen to the next so many of their kind. */
const createArmory = <T>(clock: Clock) => {
	let armed: Armed<T>[] = [];
	const alive = () => {
		armed = armed.filter(({left, until}) => left > 0 && until > clock.now());
		return armed;
	};
	return {
		alive,
		arm(left: number, act: T, forMs = armedMs) {
			armed.push({act, left, until: clock.now() + forMs});
		},
		take(): T | null {
			const [first] = alive();
			if (first) first.left--;
			return first?.act ?? null;
		},
	};
};

export const createFaultSite = (exchange: SimulatedId, clock: Clock): FaultSite => {
	const outlets = new Set<Outlet>();
	const cancels = new Set<() => void>();
	const modes = new Map<Mode, number>();
	let skewMs = 0;

	const rest = createArmory<RestAct>(clock);
	const upgrades = createArmory<UpgradeAct>(clock);
	const snapshots = createArmory<SnapshotMoment>(clock);
	const subs = createArmory<string>(clock);

	return {
		exchange,
		clock,
		time: () => Math.trunc(clock.now()) + skewMs,
		outlets: () => [...outlets],
		join(outlet) {
			outlets.add(outlet);
			return () => {
				outlets.delete(outlet);
			};
		},
		after(ms, callback) {
			const cancel = clock.after(ms, () => {
				cancels.delete(cancel);
				callback();
			});
			cancels.add(cancel);
		},
		armRest: rest.arm,
		answer(url, usual) {
			for (const armed of rest.alive()) {
				const answer = armed.act(url, usual);
				if (answer === null) continue;
				armed.left--;
				return answer;
			}
			return usual();
		},
		armUpgrades: upgrades.arm,
		takeUpgrade: upgrades.take,
		armSnapshots: snapshots.arm,
		takeSnapshot: snapshots.take,
		armSubs: subs.arm,
		takeSub: subs.take,
		armMode(mode, forMs) {
			modes.set(mode, clock.now() + forMs);
		},
		isIn: mode => (modes.get(mode) ?? -Infinity) > clock.now(),
		skewClock(ms) {
			skewMs = ms;
		},
		stop() {
			for (const cancel of cancels) cancel();
			cancels.clear();
		},
	};
};

import type {Clock} from '../clock.js';
import type {CaptureHole} from '../capture/capture-format.js';
import {noteHole as noteOnDisk} from './holes.js';
import type {LastPart} from './last-part.js';
import {createPartHooks, type PartHooks, type RunHook} from './part-hooks.js';
import type {PartNames} from './part-names.js';
import type {PartsPort} from './part-row.js';
import {createRetention, type Keep, type PartDisk} from './retention.js';

export type PartCareOptions = {
	readonly clock: Pick<Clock, 'wall' | 'after' | 'every'>;
	readonly names: PartNames;
	/** Whether a part is written to; it need not be the newest by its name, where the clock was wrong before. */
	readonly isOpen: (path: string) => boolean;
	/** Null where all parts are kept. */
	readonly keep: Keep | null;
	/** What is run for each part; null for nothing. */
	readonly runHook: RunHook | null;
	/** The part that is gone on after. */
	readonly before: LastPart | null;
	readonly say: (text: string) => void;
	/** @default at its end, or beside it */
	readonly noteHole?: (path: string, hole: CaptureHole, bytes?: number) => Promise<void>;
	/** @default the system's */
	readonly disk?: PartDisk;
};

/** Milliseconds between two looks at whether parts are too old. */
const retentionMs = 60_000;

/** Milliseconds that commands for the last parts have at the end. */
const patienceMs = 60_000;

/** Waits for the commands of the last parts, but not for ever. */
const waitFor = async (hooks: PartHooks, {clock, say}: Pick<PartCareOptions, 'clock' | 'say'>) => {
	let cancel = () => {};
	const patience = new Promise<void>(resolve => {
		cancel = clock.after(patienceMs, () => {
			say('--on-rotate is still running: it is not waited for any longer');
			resolve();
		});
	});
	await Promise.race([hooks.idle(), patience]);
	cancel();
};

/** What is done with parts that are closed: a hole is noted, a command run, and old ones are removed. */
export const createPartCare = (options: PartCareOptions) => {
	const {clock, names, keep, runHook, before, say, noteHole = noteOnDisk, disk} = options;
	const {isOpen} = options;
	const hooks = runHook && createPartHooks(runHook, say);
	/** Parts that something is written to still. */
	const noting = new Map<string, Promise<void>>();
	let lastPart: string | null = null;

	const isHeld = (path: string) =>
		isOpen(path) || noting.has(path) || hooks?.isPending(path) === true;
	const retention =
		keep &&
		createRetention({
			...{keep, names, isHeld, say, now: () => clock.wall()},
			...(disk ? {disk} : {}),
		});
	const retain = () => void retention?.();
	const cancel = retention ? clock.every(retentionMs, retain) : () => undefined;
	retain();

	const note = async (path: string, hole: CaptureHole, then: () => void) => {
		try {
			await noteHole(path, hole, path === before?.path ? before.bytes : undefined);
		} catch (error) {
			const why = error instanceof Error ? error.message : String(error);
			say(`the hole after ${path} is noted in the next part alone: ${why}`);
		}
		noting.delete(path);
		then();
	};
	const noteThen = (path: string, hole: CaptureHole | null, then: () => void) => {
		if (hole) noting.set(path, note(path, hole, then));
		else then();
	};

	const port: PartsPort = {
		say,
		closed({path}, hole) {
			lastPart = path;
			noteThen(path, hole, () => {
				hooks?.add(path);
				retain();
			});
		},
		interrupted(path, hole) {
			// What was ended in order had its command then.
			noteThen(path, hole, () => {
				if (before?.isFinished === false) hooks?.add(path);
			});
		},
	};

	return {
		port,
		lastPart: () => lastPart,
		hookFailures: () => hooks?.failures() ?? 0,
		/** Waits for what is under way, but not for ever. */
		async stop(): Promise<void> {
			cancel();
			await Promise.all(noting.values());
			if (hooks) await waitFor(hooks, options);
			await retention?.();
		},
	};
};

import type {Clock} from '../clock.js';
import type {CaptureHole} from '../capture/capture-format.js';
import {isThere} from '../files/whole-file.js';
import {noteHole as noteOnDisk} from './holes.js';
import type {LastPart} from './last-part.js';
import {createPartHooks, type RunHook} from './part-hooks.js';
import type {PartNames} from './part-names.js';
import type {PartsPort} from './part-row.js';
import {findUntoldHoles} from './untold-holes.js';
import {createUntoldParts} from './untold-parts.js';
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

/** Milliseconds that commands for the last parts have at the end, and then the removal of old ones. */
const patienceMs = 60_000;

/** Milliseconds that a disk has to take notes of holes at the end. */
const noteMs = 10_000;

/** Waits for something, but not for ever: after a while it is said what goes on without us. */
const waitFor = async (
	done: Promise<unknown>,
	what: string,
	{clock, say}: Pick<PartCareOptions, 'clock' | 'say'>,
	ms = patienceMs,
) => {
	let cancel = () => {};
	const patience = new Promise<void>(resolve => {
		cancel = clock.after(ms, () => {
			say(`${what}: it is not waited for any longer`);
			resolve();
		});
	});
	await Promise.race([done, patience]);
	cancel();
};

/** Notes holes in parts; of one part one after the other. */
const createNotes = (
	noteHole: NonNullable<PartCareOptions['noteHole']>,
	say: (text: string) => void,
) => {
	/** Parts that something is written to still. */
	const noting = new Map<string, Promise<void>>();

	const note = async (path: string, hole: CaptureHole, bytes: number | undefined) => {
		try {
			await noteHole(path, hole, bytes);
		} catch (error) {
			const why = error instanceof Error ? error.message : String(error);
			say(`the hole after ${path} is noted in the next part alone: ${why}`);
		}
	};

	return {
		/** `bytes`: of the part's file, where nobody writes it any longer; `then`: what is to be done behind it. */
		add(
			path: string,
			hole: CaptureHole,
			{bytes, then}: {bytes?: number | undefined; then?: () => void} = {},
		) {
			const noted = (noting.get(path) ?? Promise.resolve())
				.then(() => note(path, hole, bytes))
				.then(() => {
					if (noting.get(path) === noted) noting.delete(path);
					then?.();
				});
			noting.set(path, noted);
		},
		isNoting: (path: string) => noting.has(path),
		idle: () => Promise.all(noting.values()),
	};
};

/** What is done with parts that are closed: a hole is noted, a command run, and old ones are removed. */
export const createPartCare = (options: PartCareOptions) => {
	const {clock, names, keep, runHook, before, say, noteHole = noteOnDisk, disk} = options;
	const {isOpen} = options;
	const untold = runHook && createUntoldParts(names);
	const hooks = runHook && createPartHooks(runHook, say, untold?.remove);
	const notes = createNotes(noteHole, say);
	let lastPart: string | null = null;
	// Kept before there is another part, behind which nobody would look for it.
	if (before?.isFinished === false) untold?.add(before.path);

	const isHeld = (path: string) =>
		isOpen(path) || notes.isNoting(path) || untold?.has(path) === true;
	const retention =
		keep &&
		createRetention({
			...{keep, names, isHeld, say, now: () => clock.wall()},
			...(disk ? {disk} : {}),
		});
	const retain = () => void retention?.();

	/** What an earlier recorder left that was killed before it came to do it. */
	const catchUp = async () => {
		const left = (await untold?.load()) ?? [];
		for (const path of left) {
			// The hole behind the last one is noted in it first.
			if (path === before?.path) continue;
			if (isThere(path)) hooks?.add(path);
			else untold?.remove(path);
		}
		retain();
		if (!before) return;
		for await (const {path, hole, bytes} of findUntoldHoles(names, before.path))
			notes.add(path, hole, {bytes});
	};
	const caughtUp = catchUp();
	const cancel = retention ? clock.every(retentionMs, retain) : () => undefined;

	const port: PartsPort = {
		say,
		begun: path => untold?.add(path),
		closed({path}, hole) {
			lastPart = path;
			const then = () => {
				hooks?.add(path);
				retain();
			};
			if (hole) notes.add(path, hole, {then});
			else then();
		},
		interrupted(path, hole) {
			const then = () => {
				// What was ended in order had its command then, unless that is known not to have ended.
				if (untold?.has(path)) hooks?.add(path);
			};
			notes.add(path, hole, {bytes: before?.bytes, then});
		},
	};

	return {
		port,
		lastPart: () => lastPart,
		hookFailures: () => hooks?.failures() ?? 0,
		/** Resolves once it is on the disk which parts no command has been run for. */
		saved: () => untold?.saved(),
		/** Waits for what is under way, but not for ever. */
		async stop(): Promise<void> {
			cancel();
			await waitFor(caughtUp.then(notes.idle), 'holes are still being noted', options, noteMs);
			if (hooks) await waitFor(hooks.idle(), '--on-rotate is still running', options);
			if (untold)
				await waitFor(untold.saved(), 'the list of parts is still being kept', options, noteMs);
			if (retention) await waitFor(retention(), 'old parts are still being removed', options);
		},
	};
};

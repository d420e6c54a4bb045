import type {Clock} from '../clock.js';
import type {OpenFile} from '../files/file-system.js';
import {FileError} from '../files/file-error.js';
import {isThere} from '../files/whole-file.js';
import type {HoldName} from '../files/hold-name.js';
import {startCaptureFile, type CaptureFileOptions} from '../recording/capture-file.js';
import {startCaptureParts} from '../recording/capture-parts.js';
import {findLastPart, type LastPart} from '../recording/last-part.js';
import {createPartCare} from '../recording/part-care.js';
import type {RunHook} from '../recording/part-hooks.js';
import {createDatedNames, createNumberedNames, type PartNames} from '../recording/part-names.js';
import type {Keep} from '../recording/retention.js';
import type {Rotation} from '../recording/rotation.js';
import type {RunningCapture} from '../recording/running-capture.js';
import type {RecorderStatus} from '../service/recorder-status.js';
import type {WireTap} from '../recording/transport-tap.js';

/** What becomes of a capture in parts. */
export type PartsPlan = {
	readonly rotation: Rotation;
	/** A folder whose parts are named by markets and time; else a file's name, to be numbered. */
	readonly isFolder: boolean;
	/**
	 * What the parts are named by in a folder, where those are not the markets themselves: patterns and lists of files
	 * mean others from one start to the next, and the parts are to be those of one recording all the same.
	 */
	readonly namedBy?: readonly string[] | undefined;
	/** Of the first part, where they are numbered. */
	readonly firstNumber: number;
	/** Null where all parts are kept. */
	readonly keep: Keep | null;
	/** Run for each part that is closed. */
	readonly runHook: RunHook | null;
};

export type StartCaptureOptions = {
	/** Null for one file. */
	readonly plan: PartsPlan | null;
	/** Of the file, of the parts without their numbers, or of the folder. */
	readonly path: string;
	readonly header: CaptureFileOptions['header'];
	readonly clock: Clock;
	readonly tap: WireTap;
	/** Asks for a new snapshot of each book. */
	readonly refresh: () => void;
	readonly open?: OpenFile | undefined;
	/** Finds the part to go on after. @default on the disk */
	readonly findLast?: typeof findLastPart | undefined;
	/** @default nobody else is asked */
	readonly hold?: HoldName | undefined;
	readonly say: (text: string) => void;
};

/** A capture with what is done for its parts. */
export type StartedCapture = RunningCapture & {status(): RecorderStatus};

const namesOf = ({plan, path, header}: StartCaptureOptions & {plan: PartsPlan}): PartNames =>
	plan.isFolder
		? createDatedNames(path, plan.namedBy ?? header.markets ?? [header.market])
		: createNumberedNames(path, plan.firstNumber);

/** Takes the names for this recorder alone: two would note holes in each other's parts, and remove them. */
const holdNames = async ({folder, sign}: PartNames, hold: HoldName): Promise<() => void> => {
	const release = await hold(folder, sign);
	if (release) return release;
	throw new FileError(
		`${folder} is in use: another recorder writes these markets there; give each a folder of its own`,
	);
};

/** The part to go on after. */
const findBefore = (
	names: PartNames,
	{clock, say, findLast = findLastPart}: StartCaptureOptions,
): Promise<LastPart | null> =>
	findLast(names, clock.wall(), path =>
		say(`${path} is of a day to come: the clock was wrong, or is so now`),
	);

const startParts = async (
	options: StartCaptureOptions & {readonly plan: PartsPlan},
): Promise<StartedCapture> => {
	const {plan, open, say, clock} = options;
	const {rotation, keep, runHook} = plan;
	const names = namesOf(options);
	const release = options.hold ? await holdNames(names, options.hold) : () => undefined;
	const before = await findBefore(names, options);
	const isOpen = (part: string) => parts.state().path === part;
	const care = createPartCare({clock, names, isOpen, keep, runHook, before, say});
	const {header, tap, refresh} = options;
	const parts = startCaptureParts({
		...{names, rotation, header, clock, tap, refresh, before, port: care.port},
		...(open ? {open} : {}),
	});
	return {
		...parts,
		status() {
			const {bytes, lost, parts: count, trouble, path: part} = parts.state();
			const {hookFailures, lastPart} = care;
			return {
				...{bytes, lost, parts: count, trouble, part},
				...{lastPart: lastPart(), hookFailures: hookFailures()},
			};
		},
		async stop() {
			const files = await parts.stop();
			await care.stop();
			release();
			// Old ones were removed meanwhile, or the command has taken them away.
			return keep || runHook ? files.filter(({path}) => isThere(path)) : files;
		},
	};
};

/** Milliseconds after which it is said what the end waits for. */
const slowMs = 2000;

const slowEnd =
	'ending: it waits for the disk, or for --on-rotate; one more signal ends it at once, without what is not written';

/** Says what the end waits for where it takes long. */
const toldEnd = (
	capture: StartedCapture,
	{clock, say}: Pick<StartCaptureOptions, 'clock' | 'say'>,
): StartedCapture => ({
	...capture,
	stop() {
		const cancel = clock.after(slowMs, () => say(slowEnd));
		return capture.stop().finally(cancel);
	},
});

/** Begins to capture, into one file or into parts. Throws `FileError` where another recorder writes them. */
export const startCapture = async (options: StartCaptureOptions): Promise<StartedCapture> => {
	const {plan, path, header, clock, tap, open} = options;
	if (plan) return toldEnd(await startParts({...options, plan}), options);
	const capture = startCaptureFile({path, header, clock, tap, ...(open ? {open} : {})});
	const status = (): RecorderStatus => {
		const {bytes, lost, parts, trouble, path: part} = capture.state();
		return {bytes, lost, parts, trouble, part, lastPart: null, hookFailures: 0};
	};
	return toldEnd({...capture, status}, options);
};

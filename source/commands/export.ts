import {statSync} from 'node:fs';
import {animateCast} from '../export/animate-cast.js';
import {readCast, durationOf, type Cast} from '../export/cast-file.js';
import {toText} from '../export/cells.js';
import {FileError} from '../files/file-error.js';
import {toPage, toTime} from '../export/page.js';
import {playCast} from '../export/play-cast.js';
import {readPlayer} from '../export/player-files.js';
import {findPoster} from '../export/poster.js';
import {toSvg} from '../export/svg.js';
import {usualPalette} from '../export/palette.js';
import {withoutLeaving} from '../export/without-leaving.js';
import {writeText} from '../files/write-text.js';
import {UsageError} from '../options/options.js';
import {exitCodes, type ProcessConsole} from '../output/console.js';

export type ExportFlags = {
	/** `-` is stdout. @default beside the cast, with the ending of what it is */
	readonly output?: string;
	readonly svg?: true;
	readonly text?: true;
	/** Milliseconds from the start. @default the last picture */
	readonly at?: number;
	/** @default the cast's */
	readonly title?: string;
	readonly force?: true;
	/** A picture that moves, of what lies between two places: milliseconds, or labels of markers. */
	readonly animate?: true;
	readonly from?: number | string;
	readonly to?: number | string;
	/** Milliseconds that a pause of it lasts at the most. @default 2000 */
	readonly idle?: number;
};

/** Of a moving picture: what a page can be expected to load. */
const maxAnimationBytes = 4e6;

type Format = 'html' | 'svg' | 'txt';

const formatsOf = (flags: ExportFlags): readonly Format[] => {
	const {svg, text, at, output, animate, from, to} = flags;
	if (animate && !svg) throw new UsageError('--animate is for a picture: it needs --svg');
	if (animate && at !== undefined)
		throw new UsageError('--at is for one moment: --animate takes --from and --to');
	if (!animate && (from ?? to) !== undefined)
		throw new UsageError('--from and --to are for a moving picture: they need --svg --animate');
	const stills: Format[] = [
		...(svg ? (['svg'] as const) : []),
		...(text ? (['txt'] as const) : []),
	];
	if (at !== undefined && stills.length === 0)
		throw new UsageError('--at is for a still: it needs --svg or --text');
	if (output !== undefined && stills.length > 1)
		throw new UsageError('--output names one file: write --svg or --text, not both');
	return stills.length > 0 ? stills : ['html'];
};

const frameAt = (cast: Cast, at: number | undefined) => {
	if (at === undefined) return playCast(withoutLeaving(cast));
	const end = durationOf(cast);
	// To the second, as it is written: 0:12 is there in a cast that ends at 0:12.4.
	if (at >= end + 1000) throw new FileError(`the cast ends at ${toTime(end)}`);
	return playCast(cast, at);
};

const render = async (
	format: Format,
	cast: Cast,
	title: string,
	{animate, from, to, idle: idleMs = 2000, at}: ExportFlags,
): Promise<string> => {
	switch (format) {
		case 'svg':
			if (animate) return animateCast(cast, {title, from, to, idleMs, maxBytes: maxAnimationBytes});
			return toSvg(await frameAt(cast, at), {title, palette: cast.palette ?? usualPalette});
		case 'txt':
			return toText(await frameAt(cast, at));
		case 'html':
			return toPage(cast, {title, posterMs: await findPoster(cast), player: await readPlayer()});
	}
};

/** Whether two names are of one file, through links, too. */
const isSameFile = (a: string, b: string): boolean => {
	const [one, other] = [a, b].map(path => statSync(path, {throwIfNoEntry: false}));
	return one !== undefined && one.ino === other?.ino && one.dev === other.dev;
};

/** A pipe or a device is written to. */
const isTaken = (path: string): boolean =>
	statSync(path, {throwIfNoEntry: false})?.isFile() === true;

/** `a/session.cast` without its endings. */
const stemOf = (file: string) => file.replace(/(?<=[^/\\])(\.cast)?(\.gz)?$/, '');

/** Makes a page or stills of a cast. Returns the exit code. */
export const exportCast = async (
	file: string,
	flags: ExportFlags,
	console: Pick<ProcessConsole, 'write' | 'document' | 'complain'>,
): Promise<number> => {
	const formats = formatsOf(flags);
	try {
		const cast = await readCast(file);
		for (const note of cast.notes) console.complain(`${file}: ${note}`);
		if (cast.cut !== null) console.complain(`${file}: ${cast.cut}; what came before is exported`);
		const title = flags.title ?? cast.title ?? file.replace(/^.*[/\\]/, '');
		for (const format of formats) {
			const text = await render(format, cast, title, flags);
			const path = flags.output ?? `${stemOf(file)}.${format}`;
			if (path === '-') console[format === 'txt' ? 'write' : 'document'](text);
			else {
				if (isSameFile(path, file))
					throw new FileError(`${path} is the cast itself: choose another name`);
				if (!flags.force && isTaken(path))
					throw new FileError(`${path} is there already: -f writes over it`);
				await writeText(path, text, {over: flags.force ? 'any' : 'none'});
				console.complain(`wrote ${path}`);
			}
		}
		return exitCodes.done;
	} catch (error) {
		if (!(error instanceof FileError)) throw error;
		console.complain(error.message);
		return exitCodes.failed;
	}
};

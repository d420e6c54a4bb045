import {basename} from 'node:path';

const pad = (value: number, width = 2) => String(value).padStart(width, '0');

/** `20260102-030405`, by the clock on the wall. */
const toStamp = (time: number): string => {
	const date = new Date(time);
	const day = pad(date.getFullYear(), 4) + pad(date.getMonth() + 1) + pad(date.getDate());
	return `${day}-${pad(date.getHours())}${pad(date.getMinutes())}${pad(date.getSeconds())}`;
};

/** The name of a recording's folder: that of the market without what a file name cannot hold, and the time. */
export const folderName = (market: string, time: number): string =>
	`steem-tui-${market.replace(/[^\p{L}\p{N}]+/gu, '-')}-${toStamp(time)}`;

/** The name of a bug report's folder. */
export const reportName = (time: number): string => `steem-tui-bug-${toStamp(time)}`;

/** The path, or with `-2`, `-3`, … behind it the first that `take` makes: it fails with `EEXIST` where it is taken. */
export const takeFree = async <T>(
	path: string,
	take: (path: string) => Promise<T>,
): Promise<{readonly path: string; readonly value: T}> => {
	for (let number = 1; ; number++) {
		const candidate = number === 1 ? path : `${path}-${number}`;
		try {
			return {path: candidate, value: await take(candidate)};
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
		}
	}
};

/** `feed.jsonl.gz` as it stands before and after the number of a part. */
const splitAtNumber = (path: string): readonly [before: string, after: string] => {
	const [ending = ''] = /(\.jsonl)?(\.gz)?$|\.\w+$/.exec(path) ?? [];
	return [`${path.slice(0, path.length - ending.length)}-`, ending];
};

/** `feed.jsonl.gz` with its number: `feed-0001.jsonl.gz`. */
export const partPath = (path: string, number: number): string => {
	const [before, after] = splitAtNumber(path);
	return before + pad(number, 4) + after;
};

/** The number in the name of a part of a file; null where it is none. */
export const partNumber = (path: string, name: string): number | null => {
	const [before, after] = splitAtNumber(basename(path));
	if (!name.startsWith(before) || !name.endsWith(after)) return null;
	const digits = name.slice(before.length, name.length - after.length);
	return /^\d{4,9}$/.test(digits) ? Number(digits) : null;
};

/** The number of the last part of a file among the names in its folder, 0 where there is none. */
export const lastPart = (path: string, names: readonly string[]): number =>
	Math.max(0, ...names.map(name => partNumber(path, name) ?? 0));

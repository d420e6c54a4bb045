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

/** The path, or with `-2`, `-3`, … behind it the first that is free. */
export const freePath = (path: string, exists: (path: string) => boolean): string => {
	for (let number = 1; ; number++) {
		const candidate = number === 1 ? path : `${path}-${number}`;
		if (!exists(candidate)) return candidate;
	}
};

/** `feed.jsonl.gz` with its number: `feed-0001.jsonl.gz`. */
export const partPath = (path: string, number: number): string => {
	const [ending = ''] = /(\.jsonl)?(\.gz)?$|\.\w+$/.exec(path) ?? [];
	return `${path.slice(0, path.length - ending.length)}-${pad(number, 4)}${ending}`;
};

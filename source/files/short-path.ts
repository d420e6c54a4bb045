import {relative} from 'node:path';

/** A path as it is told to people: from the current folder where that is shorter. */
export const shortPath = (path: string, from = process.cwd()): string => {
	const short = relative(from, path) || '.';
	return short.length < path.length ? short : path;
};

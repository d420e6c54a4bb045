import type {Inflater} from '../exchanges/huobi/inflate.js';
import {createFindings, type Finding} from './finding.js';

/** What the program runs on. */
export type Installation = {
	/** As `process.version`: `v20.20.2`. */
	readonly node: string;
	/** What unpacks the messages of Huobi. */
	readonly inflater: Inflater;
	readonly config: {
		readonly path: string;
		readonly isThere: boolean;
		/** Whether a password stands in it and others than its owner may read it. */
		readonly isExposed: boolean;
	};
};

/** Of each major version from the first that runs it, the least minor; later ones run it as they are. */
const leastMinor: Readonly<Record<number, number>> = {20: 20, 22: 2};
const latest = 22;
const advice = 'install Node 20.20 or newer of 20, or Node 22.2 or newer';

const checkNode = (version: string): Finding => {
	const {ok, fail} = createFindings('node');
	const [major = 0, minor = 0] = version.replace('v', '').split('.').map(Number);
	const isEnough = major > latest || minor >= (leastMinor[major] ?? Infinity);
	if (isEnough) return ok(`Node ${version} runs the program.`);
	const what = major === latest - 1 ? 'is not supported' : 'is too old';
	return fail(`Node ${version} ${what}.`, advice);
};

const inflaterWords: Readonly<Record<Inflater, string>> = {
	'a kept stream': "A stream of Node's own zlib that is kept",
	'zlib-sync': 'zlib-sync',
	'a stream a message': "Node's own zlib, with a stream for each,",
};

/** Whichever it is, it does the same work: no reason for a warning. */
const checkInflater = (inflater: Inflater): Finding =>
	createFindings('inflate').ok(`${inflaterWords[inflater]} unpacks the messages of Huobi.`);

const checkConfig = ({path, isThere, isExposed}: Installation['config']): Finding => {
	const {ok, warn} = createFindings('config');
	if (isExposed)
		return warn(`${path} holds a password, and others can read it.`, `chmod 600 ${path}`);
	return isThere ? ok(`${path} is in order.`) : ok(`There is no config file; it would be ${path}.`);
};

export const checkProgram = ({node, inflater, config}: Installation): readonly Finding[] => [
	checkNode(node),
	checkInflater(inflater),
	checkConfig(config),
];

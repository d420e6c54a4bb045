import type {MakeInput} from '../input.js';
import {
	appInput,
	castInput,
	configInput,
	rawInput,
	replayInput,
	verifyInput,
} from './file-inputs.js';
import {wireInput} from './wire-inputs.js';

/** What reads something that others wrote, and what of it is promised. */
export type Reader = {
	readonly make: MakeInput;
	/** `app` is shown in a terminal; anything else is a command, with the program's arguments. */
	readonly by: 'command' | 'app';
	/** Exit codes of the contract that it may end with. */
	readonly codes: readonly number[];
	/** Whether it has keys or a signal to answer meanwhile. */
	readonly answers: boolean;
};

const anyPath = () => true;
const isList = (path: string) => /exchangeInfo|symbols/.test(path);

/** Exchanges that are on this machine have said all they will by then. */
const soon = '120ms';

/** Every reader there is, by name. */
export const readers: Readonly<Record<string, Reader>> = {
	verify: {make: verifyInput, by: 'command', codes: [0, 1, 4], answers: false},
	'watch replay': {
		make: replayInput(['watch', '--speed', 'max']),
		by: 'command',
		codes: [0, 1, 2],
		answers: true,
	},
	'book replay': {make: replayInput(['book']), by: 'command', codes: [0, 1, 2, 3], answers: true},
	'app replay': {make: appInput, by: 'app', codes: [0, 1], answers: true},
	'raw files': {make: rawInput, by: 'command', codes: [0, 1, 3, 4], answers: true},
	page: {make: castInput([]), by: 'command', codes: [0, 1], answers: false},
	svg: {make: castInput(['--svg']), by: 'command', codes: [0, 1], answers: false},
	text: {make: castInput(['--text']), by: 'command', codes: [0, 1], answers: false},
	config: {make: configInput, by: 'command', codes: [0, 2], answers: false},
	markets: {make: wireInput(['markets'], isList), by: 'command', codes: [0, 1], answers: true},
	doctor: {make: wireInput(['doctor'], anyPath), by: 'command', codes: [0, 1], answers: true},
	watch: {
		make: wireInput(['watch', '--for', soon, '--log', 'log'], anyPath),
		by: 'command',
		codes: [0, 1],
		answers: true,
	},
	book: {
		make: wireInput(['book', '--timeout', soon], anyPath),
		by: 'command',
		codes: [0, 1, 3],
		answers: true,
	},
	record: {
		make: wireInput(['record', '-o', 'feed.jsonl', '--for', soon], anyPath),
		by: 'command',
		codes: [0, 1, 3],
		answers: true,
	},
	'screen reader': {
		make: wireInput(['--screen-reader', '--for', soon], anyPath),
		by: 'command',
		codes: [0, 1],
		answers: true,
	},
};

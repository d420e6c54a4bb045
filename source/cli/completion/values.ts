import {exchanges} from '../../exchanges/index.js';
import {allFaults} from '../../simulator/faults.js';
import {themeChoices} from '../../screen/theme-names.js';
import {shownKinds} from '../../options/shown-kinds.js';
import {formats, rowTypes} from '../export-command.js';
import {shells} from './shells.js';

/** What a shell may offer for a value. */
export type Values =
	/** It takes no value, or nobody can tell what it will be. */
	| {readonly type: 'none' | 'any' | 'files' | 'folders' | 'markets' | 'commands'}
	/** One of these words; of a `list` several, with commas between. A word that ends with `@` goes on. */
	| {readonly type: 'words' | 'list'; readonly words: readonly string[]};

/** By the name of an option or argument. */
const byName: Readonly<Record<string, Values>> = {
	exchange: {type: 'list', words: exchanges.map(({id}) => id)},
	fault: {type: 'words', words: allFaults.map(({name}) => `${name}@`)},
	theme: {type: 'words', words: themeChoices},
	castVersion: {type: 'words', words: ['2', '3']},
	as: {type: 'words', words: formats},
	show: {type: 'list', words: shownKinds},
	types: {type: 'list', words: rowTypes},
	shell: {type: 'words', words: shells},
	rotate: {type: 'words', words: ['day', '1h', '500MB']},
	speed: {type: 'words', words: ['0.25', '0.5', '2', '4', '16', '64', 'max']},
	query: {type: 'markets'},
	command: {type: 'commands'},
};

/** By what stands for the value in the help. */
const byPlaceholder: Readonly<Record<string, Values>> = {
	file: {type: 'files'},
	files: {type: 'files'},
	path: {type: 'files'},
	dir: {type: 'folders'},
	market: {type: 'markets'},
	markets: {type: 'markets'},
};

/** What may be offered for an option or argument of that name, and with that word for its value in the help. */
export const valuesOf = (name: string, placeholder: string): Values =>
	byName[name] ?? byPlaceholder[placeholder] ?? {type: 'any'};

import type {Command} from 'commander';
import {toBash} from './bash.js';
import {toFish} from './fish.js';
import type {Shell} from './shells.js';
import {toTable} from './table.js';
import {toZsh} from './zsh.js';

const writers = {bash: toBash, zsh: toZsh, fish: toFish} as const satisfies Record<Shell, unknown>;

/** What a shell has to read so that it completes the program's commands, options and values. */
export const toScript = (program: Command, shell: Shell): string =>
	writers[shell](toTable(program));

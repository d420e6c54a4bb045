import {closeSync} from 'node:fs';
import {isatty} from 'node:tty';

const standard = [0, 1, 2];

/**
 * Keeps a terminal that is gone from crashing the end of the program: Node aborts where it cannot set it back as it
 * was. One that is closed by then it leaves alone.
 */
export const leaveGoneTerminal = (process: NodeJS.Process): void => {
	const terminals = standard.filter(fd => isatty(fd));
	process.on('exit', () => {
		for (const fd of terminals) if (!isatty(fd)) closeSync(fd);
	});
};

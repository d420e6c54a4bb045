import {mkdtempSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {spawnSync} from 'node:child_process';
import {isDeepStrictEqual} from 'node:util';
import type {Frame} from '../../source/export/cells.js';
import {frameOf} from './cells.js';
import {startPty} from './pty.js';

const {status} = spawnSync('asciinema', ['--version']);

/** Why tests with asciinema are left out; false where they are not. */
export const skipWithoutAsciinema =
	status === 0 ? false : 'asciinema is not installed: its own player is not tried';

/** Lets asciinema print a cast on a terminal, as fast as it goes, and waits for a frame to show. */
export const catCast = async (
	path: string,
	expected: Frame,
): Promise<{code: number; frame: Frame; text: string}> => {
	const {columns, rows} = expected;
	const env = {
		LANG: 'C.UTF-8',
		LC_ALL: 'C.UTF-8',
		ASCIINEMA_CONFIG_HOME: mkdtempSync(join(tmpdir(), 'steem-tui-test-')),
	};
	const terminal = startPty('asciinema', ['cat', path], {columns, rows, env});
	const {exitCode} = await terminal.exited;
	// Its last output may come after its end.
	const isShown = () => isDeepStrictEqual(frameOf(terminal.term), expected);
	await terminal.waitFor(isShown, 10_000).catch(() => undefined);
	return {code: exitCode, frame: frameOf(terminal.term), text: terminal.text()};
};

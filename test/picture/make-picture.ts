import {mkdirSync, writeFileSync} from 'node:fs';
import {startPty} from '../helpers/pty.js';

const root = new URL('../../', import.meta.url).pathname;

/**
 * Makes the README's picture from the built program's own demo: `npm run picture`. Run it after
 * whatever changed the screen.
 */
const terminal = startPty(process.execPath, [`${root}dist/cli.js`, '--demo', '--seed', '1'], {
	columns: 120,
	rows: 36,
});
await terminal.waitFor(() => terminal.text().split('● live').length === 3);
terminal.press('down', 'down', 'down', 'down');
await terminal.waitFor(/on average/);
mkdirSync(`${root}media`, {recursive: true});
writeFileSync(`${root}media/screen.svg`, terminal.svg('steem-tui --demo'));
terminal.press('q');
await terminal.exited;

import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {test} from 'node:test';
import '../../source/cli/main.js';
import {toScript} from '../../source/cli/completion/script.js';
import {shells, type Shell} from '../../source/cli/completion/shells.js';
import {program} from '../../source/cli/program.js';
import {startPty} from '../helpers/pty.js';

/** What is typed behind the program's name, and the words that it is then called with. */
const typed: readonly (readonly [keys: string, words: readonly string[]])[] = [
	['wat\t--js\t', ['watch', '--json']],
	['book --exchange binance,hu\t', ['book', '--exchange', 'binance,huobi']],
	['book --exchange=bin\t', ['book', '--exchange=binance']],
	['--demo --fault gap\t5', ['--demo', '--fault', 'gap@5']],
	['--theme colorblind-\t', ['--theme', 'colorblind-light']],
	['book steem/b\t', ['book', 'STEEM/BTC']],
	['steem/b\t', ['STEEM/BTC']],
	['verify capt\t', ['verify', 'capture one.jsonl']],
	['export x --as par\t', ['export', 'x', '--as', 'parquet']],
	['export x --types book,tr\t', ['export', 'x', '--types', 'book,trades']],
	['--record=fold\tx', ['--record=folder/x']],
	['help exch\t', ['help', 'exchanges']],
	['completion fi\t', ['completion', 'fish']],
	['--theme dark rec\t-o capt\t', ['--theme', 'dark', 'record', '-o', 'capture one.jsonl']],
];

const told = {
	bash: `PS1='ready> '; steem-tui() { printf 'got:'; printf ' [%s]' "$@"; printf '\\n'; }\n`,
	zsh: `PS1='ready> '; steem-tui() { printf 'got:'; printf ' [%s]' "$@"; printf '\\n'; }\n`,
	fish: `function fish_prompt; echo -n 'ready> '; end\nfunction steem-tui; printf 'got:'; printf ' [%s]' $argv; printf '\\n'; end\n`,
} as const satisfies Record<Shell, string>;

/** How each reads the file at its start that people have for it. */
const starts = {
	bash: (folder: string) => ['--noprofile', '--rcfile', join(folder, '.bashrc'), '-i'],
	zsh: () => ['-d', '-i'],
	fish: () => ['-i'],
} as const satisfies Record<Shell, (folder: string) => readonly string[]>;

const writeHome = (shell: Shell): string => {
	const folder = mkdtempSync(join(tmpdir(), 'steem-tui-shell-'));
	const script = join(folder, 'script');
	writeFileSync(script, toScript(program, shell));
	const source = `source ${script}\n${told[shell]}`;
	writeFileSync(join(folder, '.bashrc'), source);
	writeFileSync(join(folder, '.zshrc'), `autoload -Uz compinit\ncompinit -u\n${source}`);
	mkdirSync(join(folder, '.config/fish'), {recursive: true});
	writeFileSync(join(folder, '.config/fish/config.fish'), source);
	mkdirSync(join(folder, '.cache/steem-tui'), {recursive: true});
	const markets = ['STEEM/BTC', 'STEEM/USDT', '$(touch bad)/USDT', '`touch bad`'];
	writeFileSync(join(folder, '.cache/steem-tui/markets'), `${markets.join('\n')}\n`);
	mkdirSync(join(folder, 'folder'));
	writeFileSync(join(folder, 'capture one.jsonl'), '');
	return folder;
};

for (const shell of shells) {
	const isThere = spawnSync(shell, ['--version']).status === 0;
	const skip = isThere ? false : `${shell} is not installed: its completion is not tried`;
	test(`${shell} completes commands, options and values`, {skip}, async t => {
		const folder = writeHome(shell);
		const places = {HOME: folder, ZDOTDIR: folder, XDG_CONFIG_HOME: join(folder, '.config')};
		const env = {...places, XDG_CACHE_HOME: '', XDG_DATA_HOME: join(folder, '.data')};
		const terminal = startPty(shell, starts[shell](folder), {columns: 120, env, cwd: folder});
		t.after(() => {
			terminal.kill('SIGKILL');
			rmSync(folder, {recursive: true, force: true});
		});
		await terminal.waitFor('ready>');
		for (const [keys, words] of typed) {
			terminal.press(`steem-tui ${keys}\r`);
			await terminal.waitFor(`got:${words.map(word => ` [${word}]`).join('')}`);
		}
		// All of them are shown, and none is run.
		terminal.press('steem-tui book \t\t');
		await terminal.waitFor('STEEM/USDT');
		assert.equal(existsSync(join(folder, 'bad')), false);
	});
}

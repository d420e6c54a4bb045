import assert from 'node:assert/strict';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {test} from 'node:test';
import {pathToFileURL} from 'node:url';
import {build} from 'esbuild';
import type {runRelays} from '../soak/relay/relay-run.js';

/** Seeded runs within which a mistake has to be found. */
const mostRuns = 60;

type Mistake = {
	readonly name: string;
	/** In the relays' room. */
	readonly file: string;
	readonly right: string;
	readonly wrong: string;
	/** Whether it takes the wide runs to find it. */
	readonly isWide?: boolean;
};

const mistakes: readonly Mistake[] = [
	{
		name: 'a batch that is cut anew under its old number after a lost answer',
		file: 'term.ts',
		right: 'const sent = await appender.send(freeze(cut), position, () => isOver);',
		wrong: `const first = freeze(cut);
			let looks = 0;
			let sent = await appender.send(first, position, () => isOver || looks++ > 0);
			if (sent.type === 'stopped' && !isOver) {
				const writes = [...cut.writes, ...outgoing.drain()].map(({write}) => write);
				const again = packBatch({...first.id, writes, sum: null});
				sent = await appender.send({id: first.id, bytes: again}, position, () => isOver);
			}`,
	},
	{
		name: 'writes that are dropped during a claim',
		file: 'book-log.ts',
		right: 'begin({appender, epoch, position, q: shown.sequence, outgoing}, rest !== null);',
		wrong:
			'begin({appender, epoch, position, q: shown.sequence, outgoing: createOutgoing(options.waiting)}, true);',
	},
	{
		name: 'an answer that is one position off',
		file: 'term.ts',
		right: 'take({run, epoch, position: at, ...when, state})',
		wrong: 'take({run, epoch, position: at + 1, ...when, state})',
	},
	{
		name: 'an epoch that is not counted on',
		file: 'book-log.ts',
		right: 'const epoch = knownEpoch + 1;',
		wrong: 'const epoch = knownEpoch || 1;',
	},
	{
		name: 'a book that is live however old the word is',
		file: 'vouching.ts',
		right: 'now - upTo < freshMs',
		wrong: 'upTo > 0',
	},
	{
		name: 'a claim that goes on from another book',
		file: 'kept-writes.ts',
		right: 'if (!last || sum === null || sums.get(last) !== sum) return null;',
		wrong: 'if (!last) return kept.slice(-1);',
	},
	{
		name: 'a relay that vouches for what it has not read yet',
		file: 'attention.ts',
		right: 'else if (waitedNow > waited) sure = last;',
		wrong: 'else sure = last;',
		isWide: true,
	},
	{
		name: 'a message that is taken whatever was before it',
		file: 'log-place.ts',
		right: 'if (before !== position) return broken(',
		wrong: 'if (before < 0) return broken(',
	},
];

const root = join(import.meta.dirname, '../..');
const findRoot = (): string => {
	// Built tests lie in a folder of their own.
	const [before] = import.meta.dirname.split('/node_modules/');
	return before === import.meta.dirname ? root : (before ?? root);
};

/** The runs with a mistake in what they run. */
const withMistake = async ({file, right, wrong}: Mistake, outfile: string) => {
	const home = findRoot();
	await build({
		entryPoints: [join(home, 'test/soak/relay/relay-run.ts')],
		...{absWorkingDir: home, outfile, bundle: true, packages: 'external', logLevel: 'warning'},
		...{platform: 'node', target: 'node20', format: 'esm'},
		plugins: [
			{
				name: 'mistake',
				setup({onLoad}) {
					onLoad({filter: new RegExp(`source/relay/${file.replace('.', '\\.')}$`)}, ({path}) => {
						const text = readFileSync(path, 'utf8');
						assert.ok(text.includes(right), `${file} has what is made wrong`);
						return {contents: text.replace(right, () => wrong), loader: 'ts'};
					});
				},
			},
		],
	});
	const built = (await import(pathToFileURL(outfile).href)) as {runRelays: typeof runRelays};
	return built.runRelays;
};

for (const [at, mistake] of mistakes.entries()) {
	test(`seeded runs find ${mistake.name}`, async () => {
		const folder = mkdtempSync(join(tmpdir(), 'steem-tui-mistake-'));
		try {
			const run = await withMistake(mistake, join(folder, `mistake-${at}.mjs`));
			let found: readonly string[] = [];
			for (let seed = 1; found.length === 0 && seed <= mostRuns; seed++)
				found = (await run(seed, mistake.isWide)).wrong;
			assert.ok(found.length > 0, `not found in ${mostRuns} runs`);
		} finally {
			rmSync(folder, {recursive: true});
		}
	});
}

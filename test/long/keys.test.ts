import assert from 'node:assert/strict';
import {mkdtempSync, readdirSync, readFileSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {gunzipSync} from 'node:zlib';
import type {Intent, ListIntent, Scope} from '../../source/screen/intent.js';
import {bindings, type Binding} from '../../source/screen/keys.js';
import {themeNames} from '../../source/screen/theme-names.js';
import {startPty} from '../helpers/pty.js';
import {demoCapture} from '../helpers/replayed-app.js';

const program = new URL('../../dist/cli.js', import.meta.url).pathname;
const columns = 120;
const rows = 40;

const folder = mkdtempSync(join(tmpdir(), 'steem-tui-keys-'));
after(() => {
	rmSync(folder, {recursive: true, force: true});
});

/** The program in a shell, which it stops for and comes back from. */
const start = async (args: string, env: Readonly<Record<string, string>> = {}) => {
	const shell = {PS1: 'shell> ', TZ: 'UTC', ...env};
	const terminal = startPty('bash', ['--norc', '--noprofile', '-i'], {
		columns,
		rows,
		cwd: folder,
		env: shell,
	});
	await terminal.waitFor('shell>');
	terminal.press(`'${process.execPath}' '${program}' ${args}`, 'enter');
	await terminal.waitFor(
		() => terminal.isAlternate() && terminal.line(rows - 1).includes('? help'),
	);
	const text = () => terminal.text();
	const footer = () => terminal.line(rows - 1);
	const has = (what: string | RegExp) =>
		typeof what === 'string' ? text().includes(what) : what.test(text());
	return {
		...terminal,
		has,
		footer,
		/** Presses keys that are not under test, and waits for what they bring. */
		async go(keys: readonly string[], until: string | RegExp | (() => boolean)) {
			terminal.press(...keys);
			await terminal.waitFor(until);
		},
		until: (what: string | RegExp | (() => boolean)) => terminal.waitFor(what),
		gone: (what: string | RegExp) => terminal.waitFor(() => !has(what)),
		lines: () => text().split('\n'),
	};
};

type Session = Awaited<ReturnType<typeof start>>;

/** A key of a binding, in a session that is where its scope holds. */
type Trial = {
	readonly session: Session;
	readonly scope: Scope;
	/** Presses the key. */
	readonly press: () => void;
};

type Scenario = (trial: Trial) => Promise<void>;

const opened = 'Esc closes';

/** Presses the key, which brings something, and once more, which takes it away. */
const toggles =
	(what: string | RegExp): Scenario =>
	async ({session, press}) => {
		assert.ok(!session.has(what));
		press();
		await session.until(what);
		press();
		await session.gone(what);
	};

/** What the first pane shows. */
const left = (session: Session) => session.lines().map(line => line.slice(0, columns / 2));
const hasAsks = (session: Session) => left(session).some(line => line.includes('▴ '));
const hasBids = (session: Session) => left(session).some(line => line.includes('▾ '));
const isCentred = (session: Session) => hasAsks(session) && hasBids(session);

/** The column of the level cursor; −1 where it is off. */
const cursorColumn = (session: Session) =>
	session
		.lines()
		.find(line => line.includes('▸'))
		?.indexOf('▸') ?? -1;
const sizeOf = ({text}: Session) =>
	Number((/│ (?:for )?([\d ,.]+) STEEM/.exec(text())?.[1] ?? '').replaceAll(/[ ,]/g, ''));

/** Two lines of a tape that stands still: where the first goes, the list has moved. */
const tape = (session: Session) => left(session).slice(3, 10);

const scrolls =
	(before: readonly string[], by: (first: string, shown: readonly string[]) => boolean): Scenario =>
	async ({session, press}) => {
		const [first = ''] = tape(session);
		for (const key of before) {
			const shown = tape(session).join('\n');
			await session.go([key], () => tape(session).join('\n') !== shown);
		}
		press();
		await session.until(() => by(first, tape(session)));
		session.press('home');
		await session.until(() => tape(session)[0] === first);
	};

/** The names in the open menu, and which of them is chosen. */
const menuOf = (session: Session) => {
	const items = session
		.lines()
		.flatMap(
			line => /│ (▸| ) (\S+\/\S+)( \(shown\))? +Binance/.exec(line)?.slice(1, 3).join('') ?? [],
		);
	const chosen = items.findIndex(item => item.startsWith('▸'));
	const names = items.map(item => item.slice(1));
	return {names, chosen, name: names[chosen] ?? ''};
};

const selects =
	(
		before: readonly string[],
		isMoved: (from: ReturnType<typeof menuOf>, to: ReturnType<typeof menuOf>) => boolean,
	): Scenario =>
	async ({session, press}) => {
		for (const key of before) {
			const {name} = menuOf(session);
			await session.go([key], () => ![name, ''].includes(menuOf(session).name));
		}
		const from = menuOf(session);
		press();
		await session.until(() => {
			const to = menuOf(session);
			return ![from.name, ''].includes(to.name) && isMoved(from, to);
		});
	};

const view =
	(title: RegExp): Scenario =>
	async ({session, press}) => {
		await session.go([title.test('Merged ──') ? '2' : '3'], /(Merged|Aligned) ──/);
		press();
		await session.until(title);
	};

const list =
	(inList: Scenario, inLadder: Scenario): Scenario =>
	async trial =>
		(trial.scope === 'list' ? inList : inLadder)(trial);

/** Of two scopes in which a key means the same of something else. */
const mapped =
	(inHeatmap: Scenario, elsewhere: Scenario): Scenario =>
	async trial =>
		(trial.scope === 'heatmap' ? inHeatmap : elsewhere)(trial);

/** What the heatmap's cursor reads. */
const when = ({text}: Session) => / Binance (\d\d:\d\d:\d\d) /.exec(text())?.[1] ?? '';
const price = ({text}: Session) => Number(/ Binance [\d:]{8} +(\d\.\d+):/.exec(text())?.[1]);
/** How far the prices beside the first chart are apart. */
const priceGap = (session: Session) => {
	const prices = session.lines().flatMap(line => / (\d\.\d{4}) +│$/.exec(line)?.[1] ?? []);
	return Math.round(1e4 * (Number(prices[0]) - Number(prices[1])));
};
const cursorOff = (session: Session) => session.go(['c'], / a column /);

const position = ({text}: Session) => {
	const [, minutes = '', seconds = ''] = /\d× +(\d\d):(\d\d)/.exec(text()) ?? [];
	return Number(minutes) * 60 + Number(seconds);
};

const speed = ({text}: Session) => Number(/([\d.]+)×/.exec(text())?.[1]);

const seeks =
	(by: number): Scenario =>
	async ({session, press}) => {
		const from = position(session);
		press();
		await session.until(() => position(session) === from + by);
	};

const changes: Scenario = async ({session, press}) => {
	const before = session
		.lines()
		.slice(0, rows - 1)
		.join('\n');
	press();
	await session.until(
		() =>
			session
				.lines()
				.slice(0, rows - 1)
				.join('\n') !== before,
	);
};

/** Another one in each theme. */
const frameColor = (session: Session) => session.cell(0, 1)?.fg;

const filesOf = (pattern: RegExp) => readdirSync(folder).filter(name => pattern.test(name));
const recordings = () => filesOf(/^steem-tui-STEEM-USDT-\d{8}-\d{6}(-\d+)?$/);

const stopRecording = async (session: Session) => {
	const before = recordings().at(-1) ?? '';
	session.press('r');
	await session.until(
		() => session.footer().includes('recorded ') && session.footer().includes(before),
	);
	return join(folder, before);
};

const quits: Scenario = async ({session, press}) => {
	press();
	await session.until(() => !session.isAlternate());
	await session.go(['echo "code $?"', 'enter'], /^code 0/m);
};

/** What each key does, as it is seen on the screen. */
const scenarios: Readonly<Record<Exclude<Intent, ListIntent | 'open'>, Scenario>> = {
	help: toggles(opened),
	'view-depth': view(/1 Binance ─/),
	'view-aligned': view(/Aligned ──/),
	'view-merged': view(/Merged ──/),
	'view-trades': view(/Binance trades/),
	'view-edge': view(/Edge ──/),
	'view-health': view(/What happened/),
	'view-heatmap': view(/Heatmap ──/),
	'view-markets': view(/Markets ──/),
	async 'next-pane'({session, press}) {
		await session.go(['c', 'down'], /▸▾/);
		assert.ok(cursorColumn(session) < columns / 2);
		press();
		await session.until(() => cursorColumn(session) > columns / 2);
		press();
		await session.until(() => cursorColumn(session) < columns / 2);
		await session.go(['c'], () => !session.has('▸▾'));
	},
	'previous-pane': trial => scenarios['next-pane'](trial),
	async zoom({session, press}) {
		assert.ok(session.has('2 Huobi ─'));
		press();
		await session.gone('2 Huobi ─');
		press();
		await session.until('2 Huobi ─');
	},
	async 'take-out'({session, press}) {
		press();
		await session.until('Binance is out of views 2, 3 and 5');
		press();
		await session.until('Binance is in views 2, 3 and 5 again');
	},
	async quote({session, press}) {
		press();
		await session.until('all exchanges have the same quote currency');
	},
	'cursor-up': list(
		scrolls(['down'], (first, [shown]) => shown === first),
		mapped(
			async ({session, press}) => {
				await session.go(['j'], /▸ Binance/);
				const before = price(session);
				press();
				await session.until(() => price(session) > before);
				await cursorOff(session);
			},
			async ({session, press}) => {
				press();
				await session.until(/▸▴/);
				await session.go(['c'], () => !session.has('▸▴'));
			},
		),
	),
	'cursor-down': list(
		scrolls([], (first, shown) => shown[0] !== first && !shown.includes(first)),
		mapped(
			async ({session, press}) => {
				await session.go(['k'], /▸ Binance/);
				const before = price(session);
				press();
				await session.until(() => price(session) < before);
				await cursorOff(session);
			},
			async ({session, press}) => {
				press();
				await session.until(/▸▾/);
				await session.until(/sell [\d .…]+ STEEM +for|nothing to \d/);
				await session.go(['c'], () => !session.has('▸▾'));
			},
		),
	),
	'page-up': list(
		scrolls(['pagedown'], (first, [shown]) => shown === first),
		async ({session, press}) => {
			press();
			await session.until(() => hasAsks(session) && !hasBids(session));
			await session.go(['c'], () => isCentred(session));
		},
	),
	'page-down': list(
		scrolls([], (first, shown) => shown[0] !== first && !shown.includes(first)),
		async ({session, press}) => {
			press();
			await session.until(() => hasBids(session) && !hasAsks(session));
			await session.go(['c'], () => isCentred(session));
		},
	),
	recentre: list(
		scrolls(['pagedown'], (first, [shown]) => shown === first),
		mapped(
			async ({session, press}) => {
				await session.go(['k'], /▸ Binance/);
				press();
				await session.until(/ a column /);
			},
			async ({session, press}) => {
				await session.go(['up'], /▸▴/);
				await session.go(['pageup'], () => !isCentred(session));
				press();
				await session.until(() => isCentred(session) && !session.has('▸▴'));
			},
		),
	),
	coarser: mapped(
		async ({session, press}) => {
			const before = priceGap(session);
			press();
			await session.until(() => priceGap(session) > before);
			await session.go(['c'], () => priceGap(session) === before);
		},
		async ({session, press}) => {
			press();
			await session.until(/groups of 2 ticks/);
			await session.go(['G'], () => !session.has('groups of'));
		},
	),
	finer: mapped(
		async ({session, press}) => {
			const before = priceGap(session);
			await session.go(['g'], () => priceGap(session) > before);
			press();
			await session.until(() => priceGap(session) === before);
		},
		async ({session, press}) => {
			await session.go(['g', 'g'], /groups of 5 ticks/);
			press();
			await session.until(/groups of 2 ticks/);
			await session.go(['G'], () => !session.has('groups of'));
		},
	),
	async depth({session, press}) {
		press();
		await session.until(/5 levels/);
		press();
		await session.until(/10 levels/);
		press();
		await session.gone(/\d levels *$/m);
	},
	bars: toggles('bars: total'),
	inspect: toggles('seen since'),
	net: toggles('Net 5m'),
	async larger({session, press}) {
		const size = sizeOf(session);
		press();
		await session.until(() => sizeOf(session) > size);
	},
	async sizes({session, press}) {
		press();
		await session.until(() => session.has('Size in STEEM'));
		await session.go(['escape'], () => !session.has('Size in STEEM'));
	},
	async back({session, press}) {
		await session.go(['c', 'down'], /▸▾/);
		press();
		await session.until(() => !session.has('▸▾'));
	},
	async smaller({session, press}) {
		const size = sizeOf(session);
		press();
		await session.until(() => sizeOf(session) < size);
	},
	async longer({session, press}) {
		press();
		await session.until('5 s a column');
		await session.go(['+'], '1 s a column');
	},
	async shorter({session, press}) {
		await session.go(['-'], '5 s a column');
		press();
		await session.until('1 s a column');
	},
	// The cursor keeps its distance from now: while the screen stands still, that stands still, too.
	async 'cursor-back'({session, press}) {
		await session.go([' ', 'k'], /▸ Binance/);
		const before = when(session);
		press();
		await session.until(() => when(session) < before);
		await session.go([' ', 'c'], / a column /);
	},
	async 'cursor-on'({session, press}) {
		await session.go([' ', 'k'], /▸ Binance/);
		const newest = when(session);
		// Each is on the screen before the next is pressed.
		await session.go(['h'], () => when(session) < newest);
		const before = when(session);
		press();
		await session.until(() => when(session) > before);
		await session.go([' ', 'c'], / a column /);
	},
	freeze: toggles('frozen since'),
	async resync({session, press}) {
		await session.go(['6'], 'What happened');
		const audits = () => Number(/(\d+) in all/.exec(session.text())?.[1] ?? 0);
		const before = audits();
		press();
		await session.until(() => audits() > before);
		await session.go(['1'], '1 Binance ─');
	},
	async theme({session, press}) {
		// The words of a notice may be where the theme is named.
		const first = frameColor(session);
		for (let count = 0; count < themeNames.length; count++) {
			const before = frameColor(session);
			press();
			await session.until(() => frameColor(session) !== before);
		}
		assert.equal(frameColor(session), first);
	},
	async mouse({session, press}) {
		press();
		await session.until('the mouse is off');
		press();
		await session.until('the mouse is on');
	},
	async repaint({session, press}) {
		const clears = () => session.raw().split('\u001B[2J').length;
		const before = clears();
		// What another program wrote there is gone, too.
		session.term.write('\u001B[5;5Hspilled');
		press();
		await session.until(() => clears() === before + 1);
		await session.gone('spilled');
	},
	async suspend({session, press}) {
		press();
		await session.until(/Stopped/);
		assert.equal(session.isAlternate(), false);
		await session.go(['fg', 'enter'], () => session.isAlternate() && session.has('STEEM/USDT'));
	},
	async record({session, press}) {
		press();
		await session.until(/● REC \d\d:\d\d/);
		const x = session.line(0).indexOf('● REC');
		assert.match(String(session.cell(x, 0)?.fg), /^#[d-f]/, 'the mark is red');
		await session.until(/REC \d\d:(?!00)/);
		press();
		await session.until(/recorded .*session\.cast [\d.]+ [kM]B, feed\.jsonl\.gz [\d.]+ [kM]B/);
		assert.ok(!session.has('REC'));
		const [name = ''] = recordings();
		assert.ok(session.footer().includes(name), session.footer());
		for (const [file, size] of session.footer().matchAll(/(session\.cast|feed\.jsonl\.gz) [\d.]+/g))
			assert.ok(size && statSync(join(folder, name, file.split(' ')[0] ?? '')).size > 0);
		assert.deepEqual(readdirSync(join(folder, name)).sort(), ['feed.jsonl.gz', 'session.cast']);
	},
	async marker({session, press}) {
		await session.go(['r'], /● REC/);
		press();
		await session.until(() => session.footer().includes('marker 1'));
		const path = await stopRecording(session);
		assert.match(readFileSync(join(path, 'session.cast'), 'utf8'), /"m", ?"marker 1"/);
		const feed = gunzipSync(readFileSync(join(path, 'feed.jsonl.gz'))).toString();
		assert.match(feed, /"kind":"marker","label":"marker 1"/);
	},
	async report({session, press}) {
		press();
		await session.until(/bug report in .*steem-tui-bug-/);
	},
	async save({session, press}) {
		press();
		await session.until(/saved .*\.svg and .*\.txt/);
		const [svg = ''] = filesOf(/\.svg$/);
		const [text = ''] = filesOf(/\.txt$/);
		assert.match(readFileSync(join(folder, svg), 'utf8'), /^<svg/);
		assert.match(readFileSync(join(folder, text), 'utf8'), /STEEM\/USDT/);
	},
	demo: async ({session, press}) => {
		await session.until(/D demo/);
		press();
		await session.until(() => / demo /.test(session.line(0)));
		await session.until(/● live/);
	},
	async faults({session, press}) {
		press();
		await session.until('Make something go wrong');
		await session.go(['escape'], () => !session.has(opened));
	},
	async markets({session, press}) {
		press();
		await session.until(/Market ─.*Enter picks/);
		await session.go(['escape'], () => !session.has(opened));
	},
	'menu-up': selects(['down', 'down'], (from, to) => to.name === from.names[from.chosen - 1]),
	'menu-down': selects([], (from, to) => to.name === from.names[from.chosen + 1]),
	'menu-page-up': selects(['pagedown'], (from, to) => from.names.indexOf(to.name) < from.chosen),
	'menu-page-down': selects([], (from, to) => from.names.indexOf(to.name) !== from.chosen + 1),
	'menu-first': selects(['end'], (_, to) => to.chosen === 0),
	'menu-last': selects([], (_, to) => to.chosen === to.names.length - 1),
	async 'menu-erase'({session, press}) {
		await session.go(['zz'], /\/ zz▏/);
		press();
		await session.until(/\/ z▏/);
	},
	async 'menu-pick'({session, press}) {
		const pick = async (name: string, choose: () => void) => {
			await session.go([name.toLowerCase()], new RegExp(`▸ ${name}`));
			choose();
			await session.until(() => session.line(0).includes(name) && session.has(/● live/));
		};
		await pick('STEEM/BTC', press);
		await session.go(['/'], opened);
		await pick('STEEM/USDT', () => session.press('enter'));
	},
	async close({session, press}) {
		assert.ok(session.has(opened));
		press();
		await session.gone(opened);
	},
	quit: quits,
	async pause({session, press}) {
		const isPaused = session.has(/^ paused/m);
		press();
		await session.until(isPaused ? /^ ▸ play/m : /^ paused/m);
		press();
		await session.until(isPaused ? /^ paused/m : /^ ▸ play/m);
	},
	'seek-back': seeks(-10),
	'seek-on': seeks(10),
	'step-back': changes,
	'step-on': changes,
	async slower({session, press}) {
		const from = speed(session);
		press();
		await session.until(() => speed(session) === from / 2);
	},
	async faster({session, press}) {
		const from = speed(session);
		press();
		await session.until(() => speed(session) === from * 2);
	},
	async 'next-mark'({session, press}) {
		const from = position(session);
		press();
		await session.until(() => position(session) > from);
		await session.until(/resyncing|reconnecting/);
	},
};

/** The market under the cursor of the list. */
const chosenMarket = ({text}: Session) => /│▸ (\S+)/.exec(text())?.[1] ?? '';
/** The size that the edges of that market are told for. */
const chosenSize = ({text}: Session) =>
	Number((/ ─ \S+ for ([\d .]+) /.exec(text())?.[1] ?? '').replaceAll(' ', ''));

/** From the first line, or after other keys, to the market that the key leads to. */
const chooses =
	(before: readonly string[], from: string, to: string): Scenario =>
	async ({session, press}) => {
		session.press('home');
		await session.until(() => chosenMarket(session) === 'ETH/USDT');
		for (const key of before) session.press(key);
		await session.until(() => chosenMarket(session) === from);
		press();
		await session.until(() => chosenMarket(session) === to);
	};

/** What each key does in the list of markets, sorted by name. */
const inMarkets: Readonly<Partial<Record<Intent, Scenario>>> = {
	...scenarios,
	'cursor-down': chooses([], 'ETH/USDT', 'HIVE/USDT'),
	'cursor-up': chooses(['down', 'down'], 'STEEM/BTC', 'HIVE/USDT'),
	'page-down': chooses([], 'ETH/USDT', 'STEEM/USDT'),
	'page-up': chooses(['end'], 'STEEM/USDT', 'ETH/USDT'),
	recentre: chooses(['end'], 'STEEM/USDT', 'ETH/USDT'),
	last: chooses([], 'ETH/USDT', 'STEEM/USDT'),
	async open({session, press}) {
		const name = chosenMarket(session);
		press();
		await session.until(() => session.line(0).includes(name) && session.has('1 Binance ─'));
		await session.go(['8'], /Markets ──/);
		assert.equal(chosenMarket(session), name);
	},
	async sort({session, press}) {
		press();
		await session.until('by spread');
		for (const next of ['by 24 h', 'by state', 'by net', 'by name']) await session.go(['S'], next);
	},
	reverse: toggles('reversed'),
	filter: async ({session, press}) => {
		press();
		await session.until('/▏');
		await session.go(['escape'], () => !session.has('/▏'));
	},
	async 'filter-erase'({session, press}) {
		await session.go(['zz'], '/zz▏');
		press();
		await session.until('/z▏');
	},
	async 'filter-end'({session, press}) {
		await session.go(['hive'], '/hive▏');
		press();
		await session.until(() => session.has('/hive ') && !session.has('▏'));
	},
	async larger({session, press}) {
		const size = chosenSize(session);
		press();
		await session.until(() => chosenSize(session) > size);
	},
	async smaller({session, press}) {
		const size = chosenSize(session);
		press();
		await session.until(() => chosenSize(session) < size);
	},
};

const toDepth = (session: Session) => session.go(['1'], '1 Binance ─');

/** Brings a session to where a scope holds, once before its bindings, or before each key. */
const enter: Partial<Record<Scope, (session: Session) => Promise<void>>> = {
	live: toDepth,
	'one-market': toDepth,
	panes: toDepth,
	ladder: toDepth,
	async list(session) {
		await session.go(['4'], 'Binance trades');
		session.resize(columns, 14);
		// A terminal that has become lower shows the lower end of what was there until the app paints anew.
		await session.until(
			() => session.line(0).includes('STEEM/USDT') && session.line(13).includes('? help'),
		);
		await session.until(() => Number(/(\d+) trades in/.exec(session.line(10))?.[1]) > 15);
		await session.go(['space'], 'frozen since');
	},
	edge: session => session.go(['5'], /│ (for )?[\d ]+ STEEM/),
	heatmap: session => session.go(['7'], /Heatmap ──.* a column /s),
	filter: session => session.go(['/'], '/▏'),
	overlay: session => session.go(['?'], opened),
	menu: session => session.go(['/'], /▸ STEEM\/USDT/),
};
const leave: Partial<Record<Scope, (session: Session) => Promise<void>>> = {
	async list(session) {
		await session.go(['space'], () => !session.has('frozen since'));
		session.resize(columns, rows);
		await session.until(() => session.footer().includes('? help'));
	},
	edge: session => session.go(['1'], '1 Binance ─'),
	heatmap: session => session.go(['1'], '1 Binance ─'),
	async filter(session) {
		if (session.has('▏')) await session.go(['escape'], () => !session.has('▏'));
		if (/── \d of \d/.test(session.text()))
			await session.go(['escape'], () => !/── \d of \d/.test(session.text()));
	},
	async menu(session) {
		if (session.has(opened)) await session.go(['escape'], () => !session.has(opened));
	},
};

type Key = {readonly binding: Binding; readonly key: string};

const keysOf = (scopes: readonly Scope[]): readonly Key[] =>
	bindings
		.filter(({scope, intent}) => scopes.includes(scope) && intent !== 'quit')
		.flatMap(binding => binding.keys.map(key => ({binding, key})));

const pressed = new Set<string>();
const nameOf = ({binding: {scope, intent}, key}: Key) => `${scope} ${intent} ${key}`;

const tryKey = async (session: Session, {binding, key}: Key) => {
	const {scope, intent} = binding;
	await enter[scope]?.(session);
	const press = () => {
		pressed.add(nameOf({binding, key}));
		session.press(key);
	};
	try {
		const isOfList = scope === 'markets' || scope === 'filter';
		const all: Readonly<Partial<Record<Intent, Scenario>>> = isOfList ? inMarkets : scenarios;
		const scenario = all[intent] ?? assert.fail('nothing is known of it');
		await scenario({session, scope, press});
	} catch (error) {
		const why = error instanceof Error ? error.message : String(error);
		throw new Error(`${key} does not do ${intent} (${scope}): ${why}`, {cause: error});
	}
	// What quits is left by it.
	if (intent !== 'quit') await leave[scope]?.(session);
};

const tryKeys = async (session: Session, scopes: readonly Scope[]) => {
	for (const key of keysOf(scopes)) await tryKey(session, key);
};

/** Leaves a session by one of the keys that quit. */
const leaveBy = async (session: Session, scope: Scope, key: string) => {
	const binding = bindings.find(row => row.intent === 'quit' && row.scope === scope);
	assert.ok(binding);
	await tryKey(session, {binding, key});
	session.kill('SIGKILL');
};

test('every key of the live screen does what it says', async t => {
	const session = await start('--demo --seed 4');
	t.after(() => session.kill('SIGKILL'));
	await session.until(() => session.text().split('● live').length === 3);
	await tryKeys(session, [
		'panes',
		'ladder',
		'live',
		'everywhere',
		'overlay',
		'demo',
		'list',
		'edge',
		'heatmap',
		'one-market',
	]);
	await tryKeys(session, ['menu']);
	await leaveBy(session, 'menu', 'ctrl+c');
});

test('every key of the list of markets does what it says', async t => {
	const session = await start('--demo --seed 4 STEEM/USDT STEEM/BTC HIVE/USDT ETH/USDT');
	t.after(() => session.kill('SIGKILL'));
	await session.until('8 of 8 books live');
	await session.go(['S'], 'by name');
	await tryKeys(session, ['markets', 'filter']);
	await session.go(['/'], '/▏');
	const binding = bindings.find(row => row.intent === 'quit' && row.scope === 'filter');
	assert.ok(binding);
	pressed.add(nameOf({binding, key: 'ctrl+c'}));
	session.press('ctrl+c');
	await session.until(() => !session.isAlternate());
	session.kill('SIGKILL');
});

test('every key of a replay does what it says', async t => {
	const session = await start(`--replay '${demoCapture}' --from 00:20`);
	t.after(() => session.kill('SIGKILL'));
	await session.until(() => session.text().split('● live').length === 3);
	await session.go(['space'], /^ paused/m);
	await tryKeys(session, ['replay']);
	await leaveBy(session, 'everywhere', 'q');
});

test('where nobody can be reached a key shows the demo', async t => {
	const names = ['BINANCE_WS', 'BINANCE_REST', 'HUOBI_WS', 'HUOBI_REST'];
	const urls = names.map(name => [
		`STEEM_TUI_${name}`,
		name.endsWith('WS') ? 'ws://127.0.0.1:1' : 'http://127.0.0.1:1',
	]);
	const session = await start('', Object.fromEntries(urls) as Record<string, string>);
	t.after(() => session.kill('SIGKILL'));
	await tryKeys(session, ['offline']);
	await leaveBy(session, 'everywhere', 'ctrl+c');
});

test('no key of any binding was left out', () => {
	const all = bindings.flatMap(binding => binding.keys.map(key => nameOf({binding, key})));
	assert.deepEqual(
		all.filter(name => !pressed.has(name)),
		[],
	);
});

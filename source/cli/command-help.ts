import {Help, Option, type Command} from 'commander';
import {distance} from 'fastest-levenshtein';
import type {WantedMarket} from '../market-name.js';
import {defaultExchanges} from '../exchanges/index.js';
import {UsageError} from '../options/options.js';

/** What the help of a command tells besides its own options. */
type CommandHelp = {
	/** The program's options that the command takes, by attribute name; null for all of them. */
	readonly takes: readonly string[] | null;
	/** What those of them do that mean something of their own here, by attribute name. */
	readonly own?: Readonly<Record<string, string>>;
	/** Command lines with what they do. */
	readonly examples: readonly (readonly [line: string, words: string])[];
};

const source = ['live', 'demo', 'seed', 'fault', 'exchange', 'proxy', 'config', 'nats'];

/** Moments of what relays keep. */
export const moments =
	'a time of day in UTC such as 12:30, 2026-11-28T12:30, or -10m for ten minutes ago';

/** Servers of NATS, and what else there is to be said of them. */
export const natsServers =
	'nats://HOST:4222 or tls://HOST:4222; STEEM_TUI_NATS does the same, STEEM_TUI_NATS_USER, _PASSWORD, _TOKEN, _NKEY_FILE, _CREDS_FILE and _CA_FILE let in';

/** Of what is printed: there is no screen to be filled. */
const levels = 'levels on each side (default: 20)';

/** By name of the command. */
const helpOf: Readonly<Record<string, CommandHelp>> = {
	'steem-tui': {
		takes: null,
		examples: [
			['steem-tui STEEM/BTC', 'another market'],
			['steem-tui STEEM/USDT STEEM/BTC HIVE/USDT', 'several, a line each'],
			['steem-tui --demo --fault gap@5', 'without a network'],
			['steem-tui --replay feed.jsonl.gz', 'what was recorded'],
			['steem-tui help record', 'the help of a command'],
		],
	},
	watch: {
		takes: [...source, 'replay', 'speed', 'from', 'levels', 'for', 'log', 'alert', 'onAlert'],
		own: {levels, speed: 'speed of the replay: 0.25 to 64, or max for as fast as it goes'},
		examples: [
			['steem-tui watch STEEM/USDT --json --for 10s', 'lines for a script'],
			['steem-tui watch --replay feed.jsonl.gz --speed max', 'a whole capture'],
			['steem-tui watch --alert "price < 0.16" --exit-on-alert', 'waits for a price'],
		],
	},
	book: {
		takes: [...source, 'replay', 'from', 'levels', 'for', 'log'],
		own: {levels, for: 'as --timeout: the shorter one counts'},
		examples: [
			['steem-tui book STEEM/USDT --json --timeout 10s', 'both books, or exit code 3'],
			['steem-tui book --replay feed.jsonl.gz --from 12:30', 'as they were then'],
		],
	},
	markets: {
		takes: [...source, 'for'],
		own: {
			exchange: `which exchanges, separated by commas (default: ${defaultExchanges.map(({id}) => id).join(',')})`,
			for: 'wait no longer than this for the lists: 10s, 5m or 1h; a number alone is seconds',
		},
		examples: [
			['steem-tui markets steem', 'all markets of STEEM'],
			['steem-tui markets --exchange huobi --json', 'all that Huobi lists'],
		],
	},
	exchanges: {
		takes: ['exchange', 'config'],
		own: {exchange: 'these exchanges alone, separated by commas (default: all)'},
		examples: [
			['steem-tui exchanges', 'what proves the books of each'],
			['steem-tui exchanges --json', 'for a script'],
		],
	},
	record: {
		takes: [...source, 'from', 'for', 'alert', 'onAlert'],
		own: {from: `with --nats, where to begin: ${moments}`},
		examples: [
			['steem-tui record STEEM/USDT -o feed.jsonl.gz --for 1h', 'one hour'],
			['steem-tui record -o feed.jsonl.gz --rotate 1h', 'a file an hour'],
			['steem-tui record "STEEM/*" -o data/ --rotate day --keep 30d', 'for weeks'],
		],
	},
	relay: {
		takes: [...source, 'for', 'alert', 'onAlert'],
		own: {
			nats: `where it is published: ${natsServers}`,
		},
		examples: [
			['steem-tui relay STEEM/USDT STEEM/BTC --nats nats://desk', 'two markets for all'],
			['steem-tui relay --demo --nats nats://127.0.0.1', 'without an exchange'],
			['steem-tui STEEM/USDT --nats nats://desk', 'a screen of it'],
		],
	},
	verify: {
		takes: [],
		examples: [
			['steem-tui verify feed.jsonl.gz', 'one file'],
			['steem-tui verify feed-0001.jsonl.gz feed-0002.jsonl.gz', 'parts of one capture'],
		],
	},
	export: {
		takes: ['from', 'exchange', 'levels'],
		own: {
			from: 'where the moving picture begins: 0:10, 10 for seconds, or the label of a marker',
			exchange:
				'of a capture these exchanges alone, separated by commas; ID:MARKET names a market for one alone (default: all)',
			levels: 'of a capture, levels on each side in snapshots (default: 25)',
		},
		examples: [
			['steem-tui export feed.jsonl.gz --as tardis -o data', 'tables of a capture'],
			['steem-tui export session.cast', 'a page: session.html'],
			['steem-tui export session.cast --svg --at 1:30', 'a still of then'],
			['steem-tui export session.cast --svg --animate --to 0:15', 'a moving picture'],
		],
	},
	serve: {
		takes: ['speed', 'from'],
		own: {
			speed: 'how fast it is played: 0.25 to 64, or max for as fast as it goes',
			from: 'where to begin: 12:30, or 750 for seconds',
		},
		examples: [
			['steem-tui serve feed.jsonl.gz --port 9000', 'for any client'],
			['steem-tui serve feed.jsonl.gz --speed 10 -- steem-tui', 'for one command'],
		],
	},
	doctor: {
		takes: [...source, 'theme', 'ascii', 'color'],
		examples: [
			['steem-tui doctor', 'all checks'],
			['steem-tui doctor --exchange binance --json', 'for a script'],
		],
	},
	help: {
		takes: [],
		examples: [
			['steem-tui help watch', 'all that watch takes'],
			['steem-tui help gap', 'what [gap] behind a message means'],
		],
	},
	completion: {
		takes: [],
		examples: [
			['steem-tui completion bash >> ~/.bashrc', 'from the next bash on'],
			['steem-tui completion zsh > ~/.zfunc/_steem-tui', 'a folder of fpath'],
			['steem-tui completion fish | source', 'for this shell alone'],
		],
	},
	config: {
		takes: [
			...['exchange', 'levels', 'proxy', 'config', 'theme', 'ascii', 'color', 'screenReader'],
			...['record', 'castVersion'],
		],
		examples: [
			['steem-tui config', 'all settings'],
			['steem-tui config --theme light --json', 'what a flag makes of them'],
		],
	},
};

/** An option of the program as a command means it. */
const asMeantBy = (command: string, option: Option): Option => {
	const words = helpOf[command]?.own?.[option.attributeName()];
	return words === undefined ? option : new Option(option.flags, words);
};

const takes = (command: string, option: Option): boolean =>
	helpOf[command]?.takes?.includes(option.attributeName()) ?? true;

/** How the help looks: of the program's options those that the command takes, and examples at the end. */
export const helpStyle: Partial<Help> = {
	showGlobalOptions: true,
	visibleGlobalOptions(this: Help, command: Command) {
		const options = Help.prototype.visibleGlobalOptions.call(this, command);
		const name = command.name();
		return options.filter(option => takes(name, option)).map(option => asMeantBy(name, option));
	},
	formatHelp(this: Help, command: Command, helper: Help) {
		const examples = helpOf[command.name()]?.examples ?? [];
		const text = Help.prototype.formatHelp.call(this, command, helper);
		if (examples.length === 0) return text;
		const width = Math.max(...examples.map(([line]) => line.length));
		const lines = examples.map(([line, words]) => `  ${line.padEnd(width)}  ${words}`);
		return `${text}\nExamples:\n${lines.join('\n')}\n`;
	},
};

/** A line that shows how the command among these words is written; empty where none is named. */
export const exampleFor = (words: readonly string[]): string => {
	const name = words.find(word => Object.hasOwn(helpOf, word));
	return (name === undefined ? undefined : helpOf[name]?.examples[0]?.[0]) ?? '';
};

/** Throws a `UsageError` where a command was given an option of the program that it does not use. */
export const refuseUnused = (program: Command, command: Command): void => {
	for (const option of program.options) {
		const name = option.attributeName();
		if (takes(command.name(), option) || program.getOptionValueSource(name) !== 'cli') continue;
		if (option.negate !== (program.getOptionValue(name) === false)) continue;
		const users = Object.keys(helpOf).filter(other => takes(other, option));
		throw new UsageError(
			`"steem-tui ${command.name()}" does not use ${option.long}: it is for ${users.join(', ')}`,
		);
	}
	if (program.getOptionValueSource('seed') === 'cli' && program.getOptionValue('demo') !== true)
		throw new UsageError('--seed needs --demo');
};

/** A word that is a command but for a letter or two; the shortest symbols of markets are as far from them as this. */
const maxSlips = 2;

/** Whether two letters beside each other are the wrong way round, which is one slip. */
const isSwapped = (word: string, name: string): boolean =>
	Array.from(name.slice(1), (_, at) => at).some(
		at => word === `${name.slice(0, at)}${name[at + 1]}${name[at]}${name.slice(at + 2)}`,
	);

/** Throws a `UsageError` where what was taken for a market is meant to be a command. */
export const refuseMisspelled = (program: Command, wanted: WantedMarket): void => {
	if (wanted.type === 'word') refuseMisspelledWord(program, wanted.word);
};

/** As `refuseMisspelled`, of a word that stands where a command may. */
export const refuseMisspelledWord = (program: Command, given: string): void => {
	const word = given.toLowerCase();
	if (program.commands.some(command => command.name() === word)) return;
	const slips = (name: string) => (isSwapped(word, name) ? 1 : distance(word, name));
	const [near] = program.commands
		.map(command => command.name())
		.filter(name => slips(name) <= Math.min(maxSlips, name.length / 3))
		.toSorted((a, b) => slips(a) - slips(b));
	if (near !== undefined)
		throw new UsageError(
			`there is no command "${word}" (did you mean ${near}?), and a market is written STEEM/USDT`,
			'unknown-command',
		);
};

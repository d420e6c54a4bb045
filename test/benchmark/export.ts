/**
 * How fast captures of a busy market and of a thin one become tables, next to the least that a program does which reads
 * them (\`zcat | JSON.parse\`), and to a replay at full speed, which it is to outrun:
 * npm run bench:export -- [--quick] [--gigabytes N] [--formats tardis,parquet]
 * With --gigabytes, of a busy one with so much text that is made for this and removed: the memory that it takes, too.
 */
import {spawnSync} from 'node:child_process';
import {createReadStream, mkdirSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createGunzip} from 'node:zlib';
import {median} from './engine/measure.js';
import {makeBusyCapture, makeLongCapture} from './make-busy-capture.js';
import {makeCapture} from './make-capture.js';

/** Megabytes that an export may take, whatever the length of the capture. */
const maxMegabytes = 300;

const flags = process.argv.slice(2);
const valueOf = (name: string): string | undefined =>
	flags.includes(name) ? flags[flags.indexOf(name) + 1] : undefined;
const isQuick = flags.includes('--quick');
const gigabytes = Number(valueOf('--gigabytes') ?? '0');
const formats = (valueOf('--formats') ?? 'tardis,hftbacktest,parquet').split(',');
const minutes = isQuick ? 10 : 60;
const rounds = isQuick || gigabytes > 0 ? 1 : 3;

const print = (line: string) => process.stdout.write(`${line}\n`);
const tell = (line: string) => process.stderr.write(`${line}\n`);

/** Captures stay for the next time; what is exported, and a capture of gigabytes, do not. */
const captures = join(tmpdir(), 'steem-tui-benchmark');
mkdirSync(captures, {recursive: true});
const folder = mkdtempSync(join(tmpdir(), 'steem-tui-export-'));
process.on('exit', () => rmSync(folder, {recursive: true, force: true}));

const program = 'dist/cli.js';
const floor = 'node_modules/.cache/steem-tui/replay-floor.js';

const report = join(folder, 'report');
const code = `import {writeFileSync} from 'node:fs';
process.on('exit', () => {
	const {userCPUTime, systemCPUTime, maxRSS} = process.resourceUsage();
	writeFileSync(${JSON.stringify(report)}, JSON.stringify([(userCPUTime + systemCPUTime) / 1000, maxRSS / 1024]));
});`;
const telling = `--import=data:text/javascript,${encodeURIComponent(code)}`;

type Run = {
	/** Of the clock and of the processor, from start to end. */
	readonly wallMs: number;
	readonly cpuMs: number;
	readonly megabytes: number;
};

const run = (...args: readonly string[]): Run => {
	const begun = performance.now();
	const {status} = spawnSync(process.execPath, [telling, ...args], {
		stdio: ['ignore', 'ignore', 'inherit'],
	});
	const wallMs = performance.now() - begun;
	if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}`);
	const [cpuMs, megabytes] = JSON.parse(readFileSync(report, 'utf8')) as [number, number];
	return {wallMs, cpuMs, megabytes};
};

/** Bytes of a capture's text, and its messages. */
const measureText = async (path: string) => {
	let bytes = 0;
	let messages = 0;
	let rest = '';
	for await (const piece of createReadStream(path).pipe(createGunzip()).setEncoding('latin1')) {
		const text = rest + String(piece);
		bytes += String(piece).length;
		messages += text.split('"kind":"ws"').length - 1;
		// What is cut here is whole in the next piece.
		rest = text.slice(-10);
	}
	return {bytes, messages};
};

const out = join(folder, 'out');

/** All take turns in each round. Returns medians of all rounds; ratios are of what ran in the same round. */
const measureExports = async (capture: string, path: string) => {
	const {bytes, messages} = await measureText(path);
	tell(`${capture}: ${(bytes / 1e6).toFixed(0)} MB of text, ${messages} messages`);
	const contenders: readonly (readonly [name: string, args: readonly string[]])[] = [
		['gunzip and `JSON.parse`', [floor, path]],
		['`watch --replay --speed max`', [program, 'watch', '--replay', path, '--speed', 'max']],
		...formats.map((format): readonly [string, readonly string[]] => [
			`\`export --as ${format}\``,
			[program, 'export', path, '--as', format, '-o', out],
		]),
	];
	const measured = contenders.map(([name, args]) => ({name, args, runs: [] as Run[]}));
	for (let round = 0; round < rounds; round++)
		for (const {name, args, runs} of measured) {
			tell(`${name}, ${round + 1} of ${rounds}`);
			runs.push(run(...args));
			rmSync(out, {recursive: true, force: true});
		}
	return measured.map(({name, runs}, place) => {
		const ratioTo = (other: number, of: (run: Run) => number) =>
			median(runs.map((run, at) => of(run) / of(measured[other]?.runs[at] ?? run)));
		const seconds = median(runs.map(({wallMs}) => wallMs)) / 1000;
		return {
			...{capture, name, isExport: place > 1},
			megabytesASecond: bytes / 1e6 / seconds,
			messagesASecond: messages / seconds,
			timeToReplay: ratioTo(1, ({wallMs}) => wallMs),
			cpuToReplay: ratioTo(1, ({cpuMs}) => cpuMs),
			cpuToFloor: ratioTo(0, ({cpuMs}) => cpuMs),
			megabytes: Math.max(...runs.map(one => one.megabytes)),
		};
	});
};

const pathOf = (name: string) =>
	join(gigabytes > 0 ? folder : captures, `${name}-${minutes}.jsonl.gz`);
const busy = pathOf('busy');
const quiet = pathOf('quiet');
tell('making captures');
if (gigabytes > 0) await makeLongCapture(busy, gigabytes * 1e9);
else {
	await makeBusyCapture(busy, minutes);
	await makeCapture({path: quiet, minutes, market: 'STEEM/USDT'});
}
const rows = [
	...(await measureExports('busy', busy)),
	...(gigabytes > 0 ? [] : await measureExports('thin', quiet)),
];

print(
	'| capture | what | MB/s | messages/s | time ÷ replay | CPU ÷ replay | CPU ÷ floor | memory |',
);
print('| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |');
for (const row of rows) {
	const ratios = [row.timeToReplay, row.cpuToReplay, row.cpuToFloor];
	const cells = [
		...[row.capture, row.name, row.megabytesASecond.toFixed(1), Math.round(row.messagesASecond)],
		...[...ratios.map(ratio => ratio.toFixed(2)), `${row.megabytes.toFixed(0)} MB`],
	];
	print(`| ${cells.join(' | ')} |`);
}
const exported = rows.filter(({isExport}) => isExport);
for (const {name, capture} of exported.filter(({timeToReplay}) => timeToReplay > 1))
	tell(`${name}, ${capture}: takes longer than the replay`);
const isOver = exported.some(({megabytes}) => megabytes > maxMegabytes);
if (isOver) tell(`an export takes more than ${maxMegabytes} MB`);
process.exit(isOver ? 1 : 0);

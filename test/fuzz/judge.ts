import type {Answer, Cost} from './answer.js';
import type {Reader} from './readers/readers.js';

/** What any input may cost at the most. */
export const limits = {peakMb: 400, stallMs: 1000, cpuMs: 10_000, stderrLength: 64_000} as const;

/** Characters of what goes to stdout: a page holds the player and the cast. */
const maxStdoutLength = 32_000_000;

/** What only a mistake of ours says. */
const blunders =
	/a mistake in the program|\b(?:Type|Range|Reference|Syntax|Assertion)Error\b|Cannot (?:read|set|convert|destructure|access|mix)|is not (?:a function|iterable|defined|a constructor)|Maximum call stack|Invalid (?:array|string|count|time value|typed array)|\n\s+at |\[object \w+\]|heap out of memory|node:internal|ERR_[A-Z]+_[A-Z]+/;

/** A control that is none of a text's own, or what turns text around. */
const controls =
	/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/;

/** What the full screen says to a terminal: places, colours, modes, what it asks at the start, and nothing else. */
const own =
	/\u001B\[(?:\d+(?:;\d+)*)?[CHJKm]|\u001B\[[?<>=]?[\d;]*(?:h|l|u|c|\$p)|\u001B\]11;\?(?:\u0007|\u001B\\)|\r/g;

const show = (text: string, at: number) =>
	JSON.stringify(text.slice(Math.max(0, at - 30), at + 30));

const findControl = (text: string): string | null => {
	const at = text.search(controls);
	return at < 0 ? null : show(text, at);
};

const wrongJson = (text: string): string | null => {
	for (const line of text.split('\n')) {
		if (line === '') continue;
		try {
			JSON.parse(line);
		} catch {
			return JSON.stringify(line.slice(0, 100));
		}
	}
	return null;
};

/** XML knows no other characters: https://www.w3.org/TR/xml/#charsets */
const noXml = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

/** Files that are read by people and by other programs; the others are those of our own formats. */
const wrongFile = (name: string, text: string): string | null => {
	if (name.endsWith('.svg') && noXml.test(text)) return `${name} is no XML`;
	if (!/\.(?:svg|txt|html)$|^log$/.test(name)) return null;
	const found = findControl(text);
	return found === null ? null : `${name} has a control: ${found}`;
};

export const judgeCost = ({cpuMs, stallMs, peakMb}: Cost, answers: boolean): readonly string[] => [
	...(peakMb > limits.peakMb ? [`takes ${Math.round(peakMb)} MB`] : []),
	...(cpuMs > limits.cpuMs ? [`takes ${(cpuMs / 1000).toFixed(1)} s`] : []),
	...(answers && stallMs > limits.stallMs
		? [`answers nothing for ${(stallMs / 1000).toFixed(1)} s`]
		: []),
];

type Judged = Omit<Answer, 'cost'>;

/** What is wrong with an answer apart from what it cost; nothing is what is wanted. */
export const judge = (
	{code, stdout, stderr, written, crash}: Judged,
	{by, codes}: Pick<Reader, 'by' | 'codes'>,
	args: readonly string[] = [],
): readonly string[] => {
	const faults: string[] = [];
	const find = (what: string, found: string | null) => {
		if (found !== null) faults.push(`${what}: ${found}`);
	};
	find('crash', crash === null ? null : crash.slice(0, 600));
	if (crash === null && (code === null || !codes.includes(code)))
		faults.push(`exit code ${code}: ${stderr.slice(0, 200)}`);
	const blunder = blunders.exec(stderr);
	find('stderr', blunder && show(stderr, blunder.index));
	if (code !== null && code !== 0 && code !== 4 && stderr.trim() === '' && by === 'command')
		if (!args.includes('doctor')) faults.push(`exit code ${code} without a word`);
	find('stderr has a control', findControl(stderr.replaceAll('\r', by === 'app' ? '' : '\r')));
	find('stdout has a control', findControl(by === 'app' ? stdout.replaceAll(own, '') : stdout));
	if (stderr.length > limits.stderrLength) faults.push(`stderr of ${stderr.length} characters`);
	if (stdout.length > maxStdoutLength) faults.push(`stdout of ${stdout.length} characters`);
	if (args.includes('--json')) find('stdout is not JSON', wrongJson(stdout));
	for (const [name, text] of Object.entries(written)) find('a file', wrongFile(name, text));
	return faults;
};

import {padEndCells, widthOf} from '../screen/cells.js';
import {withCode} from '../faults.js';
import {hang} from './hang.js';
import type {Venue} from '../feed/venue.js';
import {checkExchange} from './exchange-checks.js';
import type {Network} from './network.js';
import type {Finding, Result} from './finding.js';
import {checkProgram, type Installation} from './program-checks.js';
import {checkSurroundings, type Surroundings} from './terminal-checks.js';
import {exitCodes, type Console} from '../output/console.js';

export type ReportOptions = {
	readonly installation: Installation;
	readonly surroundings: Surroundings;
	readonly venues: readonly Venue[];
	readonly network: Network;
	readonly isJson: boolean;
	/** Of the terminal; null where there is none. */
	readonly columns: number | null;
	/** Styles the word of a result. */
	readonly paint: (result: Result, text: string) => string;
};

const nameOf = ({check, exchange}: Finding) => (exchange ? `${exchange.title} ${check}` : check);

const toJson = ({check, exchange, result, sentence, remedy, code}: Finding): string =>
	JSON.stringify({
		check: check.toLowerCase(),
		...(exchange ? {exchange: exchange.id} : {}),
		result,
		sentence,
		...(code && {code}),
		...(remedy === null ? {} : {remedy}),
	});

/** What follows the result, and its remedy; one that was told before is named by the check that had it: many have one cause. */
const toLines = (
	finding: Finding,
	{venues, columns}: ReportOptions,
	told: ReadonlyMap<string, string>,
): string => {
	const {sentence, remedy, code} = finding;
	const names = venues.map(({exchange}) => widthOf(`${exchange.title} WebSocket`));
	const name = padEndCells(nameOf(finding), Math.max(...names));
	const indent = 8 + widthOf(name);
	const lines = [`  ${name}  ${hang(withCode(sentence, code), indent, columns)}`];
	if (remedy !== null) {
		const before = told.get(remedy);
		const words = before === undefined ? remedy : `as for ${before}`;
		lines.push(' '.repeat(indent) + hang(`remedy: ${words}`, indent, columns));
	}
	return lines.join('\n');
};

const summarise = (findings: readonly Finding[]): string => {
	const failed = findings.filter(({result}) => result === 'fail');
	const warnings = findings.filter(({result}) => result === 'warn').length;
	const warned = warnings === 0 ? '' : ` ${warnings} of ${findings.length} checks warn.`;
	if (failed.length === 0) return `All that is needed is there.${warned}`;
	const names = failed.map(nameOf).join(', ');
	const demo = failed.some(({exchange}) => exchange)
		? ' Without a network there is "steem-tui --demo".'
		: '';
	return `${failed.length} of ${findings.length} checks failed: ${names}.${warned}${demo}`;
};

/** Runs all checks at once and prints what each found, in their order. Returns the exit code. */
export const report = async (options: ReportOptions, console: Console): Promise<number> => {
	const {installation, surroundings, venues, network, isJson, columns, paint} = options;
	const groups: readonly Promise<readonly Finding[]>[] = [
		Promise.resolve([...checkProgram(installation), ...checkSurroundings(surroundings)]),
		...venues.flatMap(venue => checkExchange(venue, network)),
	];
	const findings: Finding[] = [];
	const told = new Map<string, string>();
	for (const group of groups)
		for (const finding of await group) {
			findings.push(finding);
			const {remedy, result} = finding;
			if (isJson) console.write(`${toJson(finding)}\n`);
			else console.write(`${toLines(finding, options, told)}\n`, paint(result, result.padEnd(4)));
			if (remedy !== null && !told.has(remedy)) told.set(remedy, nameOf(finding));
		}
	if (!isJson) console.write(`\n${hang(summarise(findings), 0, columns)}\n`);
	return findings.some(({result}) => result === 'fail') ? exitCodes.failed : exitCodes.done;
};

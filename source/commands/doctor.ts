import {statSync} from 'node:fs';
import type {Clock} from '../clock.js';
import type {Config, Origin} from '../config/load-config.js';
import {inflaterHere} from '../exchanges/huobi/inflate.js';
import {colorDepthOf} from '../screen/color-depth.js';
import {createTheme} from '../screen/theme.js';
import type {Result} from '../doctor/finding.js';
import {columnsOf} from '../doctor/hang.js';
import {timeoutMs, type Network} from '../doctor/network.js';
import {createProbes} from '../doctor/probes.js';
import {report} from '../doctor/report.js';
import type {Surroundings} from '../doctor/terminal-checks.js';
import type {Source} from '../session/source.js';
import type {Console} from '../output/console.js';
import {openTerminal, type TerminalInput} from '../terminal/terminal-input.js';

export type RunDoctorOptions = {
	readonly process: NodeJS.Process;
	readonly clock: Clock;
	readonly isJson: boolean;
};

const originOf = ({effective}: Config, wanted: string): Origin =>
	effective.find(({path}) => path === wanted)?.origin ?? {type: 'default'};

const surroundingsOf = (
	{env, platform, stdin, stdout}: NodeJS.Process,
	config: Config,
	{theme, background}: TerminalInput,
): Surroundings => ({
	environment: env,
	platform,
	terminal: stdout.isTTY
		? {columns: stdout.columns, rows: stdout.rows, colorDepth: colorDepthOf(stdout, true, env)}
		: null,
	hasKeyboard: stdin.isTTY,
	isColorWanted: config.color,
	theme,
	background,
	isAscii: config.ascii,
	isAsciiGuessed: originOf(config, 'ascii').type === 'environment',
});

/** Where an endpoint's address was set; null for an exchange's own. */
const addressFrom =
	(config: Config): Network['addressFrom'] =>
	(exchange, kind) => {
		const origin = originOf(config, `endpoints.${exchange}.${kind}`);
		return origin.type === 'default' ? null : `${origin.type} ${origin.name}`;
	};

/** Whether others than its owner may read a file; Windows tells nothing of that. */
const isOpenToOthers = (path: string, platform: NodeJS.Platform): boolean => {
	const mode = statSync(path, {throwIfNoEntry: false})?.mode ?? 0;
	return platform !== 'win32' && (mode & 0o044) !== 0;
};

const roles = {ok: 'ok', warn: 'warn', fail: 'bad'} as const satisfies Record<Result, string>;

/** The doctor on this computer, with the exchanges and the settings in force. */
export const runDoctor = async (
	{venues, transport, proxyFor, inject}: Source,
	config: Config,
	console: Console,
	{process, clock, isJson}: RunDoctorOptions,
): Promise<number> => {
	const {stdout, env, version} = process;
	// Longer than for a screen: what comes after this is echoed among the findings.
	const terminal = await openTerminal(process, config, clock, {waitMs: 1000, hasScreen: false});
	terminal.close();
	const theme = createTheme(
		stdout.isTTY ? colorDepthOf(stdout, config.color, env) : 1,
		terminal.theme,
	);
	const {market, file} = config;
	const isDemo = inject !== null;
	return report(
		{
			installation: {
				node: version,
				inflater: inflaterHere(),
				config: {
					path: file.path,
					isThere: file.text !== null,
					isExposed: config.hasSecretFile && isOpenToOthers(file.path, process.platform),
				},
			},
			surroundings: surroundingsOf(process, config, terminal),
			venues,
			network: {
				transport,
				probes: createProbes(timeoutMs),
				proxyFor,
				clock,
				addressFrom: isDemo ? () => null : addressFrom(config),
				market: market.type === 'pair' ? market : {base: market.word, quote: ''},
			},
			isJson,
			columns: columnsOf(process),
			paint: (result, text) => (theme.depth === 1 ? text : theme.paint(roles[result], text)),
		},
		console,
	);
};

import type {Config, Effective, Origin} from '../config/load-config.js';
import {escapeControls} from '../safe-text.js';
import {padEndCells, widthOf} from '../screen/cells.js';
import {exitCodes, type Console} from '../output/console.js';

const describeOrigin = (origin: Origin): string =>
	origin.type === 'default' ? 'default' : `${origin.type} ${origin.name}`;

const showValue = ({value}: Effective): string => {
	if (value === null || (Array.isArray(value) && value.length === 0)) return 'none';
	// A file may say anything, and each setting has one line.
	return escapeControls(typeof value === 'object' ? value.join(' ') : String(value));
};

const toLines = ({file, effective}: Config): readonly string[] => {
	const width = (texts: readonly string[]) => Math.max(...texts.map(widthOf));
	const paths = width(effective.map(({path}) => path));
	const values = width(effective.map(showValue));
	return [
		`config file: ${file.path}${file.text === null ? ' (there is none)' : ''}`,
		'',
		...effective.map(
			setting =>
				`${padEndCells(setting.path, paths)}  ${padEndCells(showValue(setting), values)}  ${describeOrigin(setting.origin)}`,
		),
	];
};

const toJson = ({path, value, origin}: Effective): string =>
	JSON.stringify({
		setting: path,
		value,
		source: origin.type,
		...(origin.type === 'default' ? {} : {name: origin.name}),
	});

/** Prints every setting in force and where it comes from, one a line. Returns the exit code. */
export const printConfig = (
	config: Config,
	console: Console,
	{isJson}: {readonly isJson: boolean},
): number => {
	const lines = isJson ? config.effective.map(toJson) : toLines(config);
	console.write(`${lines.join('\n')}\n`);
	return exitCodes.done;
};

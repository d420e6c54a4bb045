import {isAbsolute, join} from 'node:path';
import envPaths from 'env-paths';
import {checkJson} from '../json-bounds.js';
import {UsageError} from '../options/options.js';
import {JsonTextError, parseJsonText, type JsonValue} from './json-text.js';

/** A config file: its place, and its text or null where there is none. */
export type ConfigText = {readonly path: string; readonly text: string | null};

/** `$XDG_CONFIG_HOME/steem-tui/config.json` where that is set, else the platform's own place. */
export const defaultConfigPath = (
	environment: Readonly<Record<string, string | undefined>>,
): string => {
	const home = environment['XDG_CONFIG_HOME'] ?? '';
	// A relative path there is to be ignored, says the XDG base directory specification.
	const folder = isAbsolute(home)
		? join(home, 'steem-tui')
		: envPaths('steem-tui', {suffix: ''}).config;
	return join(folder, 'config.json');
};

/** Longer than any file that people write settings in. */
export const maxConfigBytes = 256 * 1024;

/** Keys, and what belongs to them; how deep it is, is told with the place. */
const bounds = {depth: 1000, values: 5000};

/** Finds and reads the file: the named one must be there, the default one may be missing. */
export const findConfig = (
	named: string | undefined,
	environment: Readonly<Record<string, string | undefined>>,
	readFile: (path: string) => string,
): ConfigText => {
	const path = named ?? defaultConfigPath(environment);
	try {
		return {path, text: readFile(path)};
	} catch (error) {
		const {code, message} = error as NodeJS.ErrnoException;
		if (code === 'ENOENT' || code === 'ENOTDIR') {
			if (named === undefined) return {path, text: null};
			throw new UsageError(`${path}: there is no such config file`);
		}
		throw new UsageError(`${path}: the config file cannot be read (${code ?? message})`);
	}
};

/** The file's JSON, null for none; throws a UsageError that names line and column. */
export const readConfigText = ({path, text}: ConfigText): JsonValue | null => {
	if (text === null) return null;
	try {
		checkJson(text, bounds);
		return parseJsonText(text);
	} catch (error) {
		if (error instanceof RangeError)
			throw new UsageError(`${path}: no config file: ${error.message}`);
		if (!(error instanceof JsonTextError)) throw error;
		const {line, column} = error.place;
		throw new UsageError(`${path}: line ${line}, column ${column}: ${error.message}`);
	}
};

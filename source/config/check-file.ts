import {toPlainText} from '../faults.js';
import {exchanges} from '../exchanges/index.js';
import {idNamed, maskRefused, suggest} from '../options/options.js';
import {showJson, type JsonEntry, type JsonValue} from './json-text.js';
import type {Setting} from './setting.js';
import {allSettings} from './settings.js';

/** The file's values by their path; only those that are allowed. */
export type FileValues = ReadonlyMap<string, JsonValue>;

export type CheckedFile = {
	readonly values: FileValues;
	/** What is wrong, each in a sentence that begins with the line and the key. */
	readonly problems: readonly string[];
};

/** The keys that may stand under a path. */
const childrenOf = (path: string, settings: readonly Setting<unknown>[]): readonly string[] => {
	const prefix = path === '' ? '' : `${path}.`;
	const below = settings
		.filter(setting => setting.path.startsWith(prefix))
		.map(setting => setting.path.slice(prefix.length).split('.')[0] ?? '');
	return [...new Set(below)];
};

const isAllowed = (setting: Setting<unknown>, value: JsonValue): boolean => {
	try {
		setting.read(value);
		return true;
	} catch {
		// Whatever a reader of settings complains about, the setting's own words say what is allowed.
		return false;
	}
};

/** What of a value is not allowed: of a list its elements, where one of them is to blame. */
const wrongParts = (setting: Setting<unknown>, value: JsonValue): readonly JsonValue[] => {
	if (value.type !== 'list') return [value];
	const wrong = value.items.filter(item => !isAllowed(setting, {...value, items: [item]}));
	return wrong.length === 0 ? [value] : wrong;
};

const explain = ({choices = [], allowed, whyNot}: Setting<unknown>, value: JsonValue): string => {
	const word = value.type === 'text' ? value.text : null;
	const hint = word === null ? '' : suggest(word, choices);
	const why = (word === null ? null : whyNot?.(word)) ?? `write ${allowed}`;
	// It may be a proxy's address.
	const shown = value.type === 'text' ? {...value, text: maskRefused(value.text)} : value;
	return `${showJson(shown)} is not allowed${hint}: ${why}`;
};

/** Checks every key and value against the table of settings. */
export const checkFile = (root: JsonValue | null): CheckedFile => {
	const values = new Map<string, JsonValue>();
	const problems: string[] = [];

	const complain = ({line}: JsonValue['place'], text: string, marks: readonly string[] = []) => {
		const lines = [`line ${line}: ${text}`, ...marks];
		problems.push(lines.map(one => toPlainText(one, 800)).join('\n'));
	};
	const checkEntry = (parent: string, {key, place, value}: JsonEntry) => {
		const path = parent === '' ? key : `${parent}.${key}`;
		const known = childrenOf(parent, allSettings);
		const setting = allSettings.find(candidate => candidate.path === path);
		if (!known.includes(key)) {
			const hint = suggest(idNamed(exchanges, key) ?? key, known);
			const where = parent === '' ? '' : ` of ${parent}`;
			complain(place, `${path} is no key${where}${hint}: allowed are ${known.join(', ')}`);
		} else if (!setting) {
			checkObject(path, value);
		} else if (isAllowed(setting, value)) {
			values.set(path, value);
		} else {
			for (const part of wrongParts(setting, value)) {
				// Below a rule of an alert its fault is marked.
				const [why = '', ...marks] = explain(setting, part).split('\n');
				complain(part === value ? place : part.place, `${path}: ${why}`, marks);
			}
		}
	};
	const checkObject = (path: string, value: JsonValue) => {
		if (value.type === 'object') {
			for (const entry of value.entries) checkEntry(path, entry);
			return;
		}
		const what = path === '' ? 'the file' : path;
		const keys = childrenOf(path, allSettings).join(', ');
		complain(value.place, `${what}: ${showJson(value)} is not allowed: write {…} with ${keys}`);
	};

	if (root) checkObject('', root);
	return {values, problems};
};

type Environment = Readonly<Record<string, string | undefined>>;

/** The variable that names the locale's encoding: the first that is set counts. Null where none is. */
export const localeVariable = (environment: Environment): string | null =>
	['LC_ALL', 'LC_CTYPE', 'LANG'].find(name => environment[name]) ?? null;

/** The variable that says that the terminal lacks signs of ours; null where none does. */
export const asciiVariable = (environment: Environment): string | null => {
	// The console of Linux has a font of a few hundred characters.
	if (environment['TERM'] === 'linux') return 'TERM';
	const name = localeVariable(environment);
	return name === null || /utf-?8/i.test(environment[name] ?? '') ? null : name;
};

// Synchronized output (2026): the terminal shows what stands between these at once.
export const beginSync = '\u001B[?2026h';
export const endSync = '\u001B[?2026l';

const mode = 2026;

/** Asks the terminal whether it knows that (DECRQM), and takes away what it may print of the question. */
export const syncQuery = `\u001B7\u001B[?${mode}$p\u001B8\u001B[K`;

/** Whether an answer says that it does: the mode is on or off now, and can be changed. */
export const isSyncKnown = (answered: number, setting: number): boolean =>
	answered === mode && (setting === 1 || setting === 2);

/**
 * Whether the terminal may be asked. Two print a part of the question instead of ignoring it: Terminal of macOS, and
 * the console of older Linux.
 */
export const maySyncBeAsked = ({
	TERM,
	TERM_PROGRAM,
	TMUX,
}: Readonly<Record<string, string | undefined>>): boolean =>
	TERM !== 'linux' && (TERM_PROGRAM !== 'Apple_Terminal' || Boolean(TMUX));

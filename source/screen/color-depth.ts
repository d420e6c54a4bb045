import type {ColorDepth} from './colors.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** What is written to; Node's own way of telling its colours looks at the variables that it is given. */
type Output = {getColorDepth?(environment?: Environment): number};

/** Terminals that have all colours, by their TERM; some have `xterm-` before it, or what they are a variant of behind. */
const fullTerms =
	/^(?:xterm-)?(?:alacritty|contour|foot|ghostty|kitty|rio|wezterm)(?:[-+].*)?$|-(?:direct|truecolor)\d*$/;
/** As they call themselves where TERM says only `xterm-256color`. */
const fullPrograms = /^(?:WezTerm|ghostty|rio|vscode|WarpTerminal|mintty|Tabby|Hyper)$/i;
const colorless = /^(?:dumb|unknown|vt52)$|-m(?:ono)?$/;

/** Whether it is tmux or screen that is written to: what is told of the terminal around it does not hold. */
const isNested = (term: string, {TMUX, STY}: Environment) =>
	Boolean(TMUX ?? STY) || /^(?:tmux|screen)\b/.test(term);

/** GNU screen reads full colours as other attributes, and hands COLORTERM on all the same. tmux translates them. */
const isScreen = ({TMUX, STY}: Environment) => Boolean(STY) && !TMUX;

/** What the variables tell. */
const depthIn = (environment: Environment): ColorDepth => {
	const {COLORTERM = '', TERM_PROGRAM = '', WT_SESSION, TMUX} = environment;
	const term = (environment['TERM'] ?? '').toLowerCase();
	if (/^(?:truecolor|24bit)$/i.test(COLORTERM)) return 24;
	if (fullTerms.test(term)) return 24;
	if (!isNested(term, environment) && (WT_SESSION || fullPrograms.test(TERM_PROGRAM))) return 24;
	if (/256/.test(term) || TMUX) return 8;
	return term === '' ? 1 : 4;
};

/** Not of the terminal: `CI` is set in the shells of people, too, and NO_COLOR is a setting of ours, which is off where it is empty. */
const strangers = ['CI', 'TEAMCITY_VERSION', 'NO_COLOR'];

/** What a terminal can show, from what its surroundings tell of it and whether colours are wanted. */
export const colorDepthOf = (
	stdout: Output,
	isColorWanted: boolean,
	environment: Environment = {},
): ColorDepth => {
	if (!isColorWanted || colorless.test(environment['TERM'] ?? '')) return 1;
	const dropped = isScreen(environment) ? [...strangers, 'COLORTERM'] : strangers;
	const known = Object.fromEntries(
		Object.entries(environment).filter(([name]) => !dropped.includes(name)),
	);
	const bits = stdout.getColorDepth?.(known) ?? 24;
	const isDecided = ['FORCE_COLOR', 'NODE_DISABLE_COLORS'].some(name => name in known);
	const most = isDecided ? bits : Math.max(bits, depthIn(known));
	return most >= 24 ? 24 : most >= 8 ? 8 : most >= 4 ? 4 : 1;
};

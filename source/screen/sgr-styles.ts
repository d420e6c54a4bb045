/** How cells look: the colours' parameters as they were written, empty for the terminal's own, and bits of `flags`. */
type Look = {readonly fg: string; readonly bg: string; readonly attributes: number};

/** Parameters that turn an attribute on, what they turn on, and what turns that off. */
const flags = [
	{on: '1', bit: 1, off: '22'},
	{on: '2', bit: 2, off: '22'},
	{on: '3', bit: 4, off: '23'},
	{on: '4', bit: 8, off: '24'},
	{on: '7', bit: 16, off: '27'},
	{on: '9', bit: 32, off: '29'},
] as const;

const bare: Look = {fg: '', bg: '', attributes: 0};

/** The parameters of a colour that begins there: of 16, of 256, or of all; null where they are none. */
const colorAt = (codes: readonly string[], at: number): string | null => {
	const code = codes[at] ?? '';
	if (/^(?:[34][0-7]|9[0-7]|10[0-7])$/.test(code)) return code;
	if (code !== '38' && code !== '48') return null;
	const count = codes[at + 1] === '5' ? 3 : codes[at + 1] === '2' ? 5 : 0;
	const color = codes.slice(at, at + count);
	return count > 0 && color.length === count && color.every(part => part !== '')
		? color.join(';')
		: null;
};

const isBackground = (color: string) => color.startsWith('4') || color.startsWith('10');

const withAttribute = (look: Look, code: string): Look | null => {
	const on = flags.find(flag => flag.on === code);
	if (on) return {...look, attributes: look.attributes | on.bit};
	const off = flags.filter(flag => flag.off === code).reduce((bits, {bit}) => bits | bit, 0);
	return off > 0 ? {...look, attributes: look.attributes & ~off} : null;
};

/** How it looks after a sequence of parameters; null where one of them is not known. */
const lookAfter = (before: Look, parameters: string): Look | null => {
	const codes = parameters.split(';');
	let look: Look | null = before;
	for (let at = 0; at < codes.length && look; at++) {
		const code = codes[at] ?? '';
		const color = colorAt(codes, at);
		if (color !== null) {
			look = isBackground(color) ? {...look, bg: color} : {...look, fg: color};
			at += color.split(';').length - 1;
		} else if (code === '' || code === '0') look = bare;
		else if (code === '39') look = {...look, fg: ''};
		else if (code === '49') look = {...look, bg: ''};
		else look = withAttribute(look, code);
	}
	return look;
};

const turnedOn = (attributes: number): readonly string[] =>
	flags.filter(({bit}) => attributes & bit).map(({on}) => on);

/** The shortest sequence from one look to another. */
const changeOf = (from: Look, to: Look): string => {
	const gone = from.attributes & ~to.attributes;
	const off = new Set(flags.filter(({bit}) => gone & bit).map(flag => flag.off));
	// What turns one off may turn off its twin, too.
	const kept = flags.reduce(
		(bits, flag) => (off.has(flag.off) ? bits & ~flag.bit : bits),
		from.attributes,
	);
	const step = [...off, ...turnedOn(to.attributes & ~kept)];
	if (from.fg !== to.fg) step.push(to.fg || '39');
	if (from.bg !== to.bg) step.push(to.bg || '49');
	const anew = ['0', ...turnedOn(to.attributes), to.fg, to.bg].filter(code => code !== '');
	const [one, other] = [step.join(';'), anew.join(';')];
	return `\u001B[${one.length < other.length ? one : other}m`;
};

/** More than a screen has as a rule; beyond it all are forgotten. */
const maxStyles = 2048;
const maxChanges = 8192;

/** Where a sequence led that was met in a style. */
type Step = {readonly style: number; readonly parameters: Uint16Array; readonly next: number};

/** Whether a step is that of these parameters. */
const isStep = ({parameters}: Step, units: Uint16Array, from: number, to: number): boolean => {
	if (parameters.length !== to - from) return false;
	for (let index = from; index < to; index++)
		if (units[index] !== parameters[index - from]) return false;
	return true;
};

/** Steps that are found without making a text of their parameters; a power of two. */
const maxSteps = 1024;

/** Looks by numbers, in the order in which they were met; 0 is that after a reset. */
export const createSgrStyles = () => {
	let looks: Look[] = [];
	let numbers = new Map<string, number>();
	/** By number: what each sequence leads to from there, −1 for what is not known. */
	let steps: Map<string, number>[] = [];
	let changes = new Map<number, string>();
	/** By a hash of what they are of. */
	let hashed = new Array<Step | undefined>(maxSteps);

	const numberOf = (look: Look): number => {
		const key = `${look.fg} ${look.bg} ${look.attributes}`;
		const known = numbers.get(key);
		if (known !== undefined) return known;
		numbers.set(key, looks.length);
		steps.push(new Map());
		return looks.push(look) - 1;
	};
	numberOf(bare);

	const after = (style: number, parameters: string): number => {
		const known = steps[style]?.get(parameters);
		if (known !== undefined) return known;
		const look = lookAfter(looks[style] ?? bare, parameters);
		const next = look ? numberOf(look) : -1;
		steps[style]?.set(parameters, next);
		return next;
	};

	return {
		/** The style after the parameters of a sequence that stand there in a line; −1 where one of them is not known. */
		after(style: number, line: Uint16Array, from: number, to: number): number {
			let hash = style;
			for (let index = from; index < to; index++) hash = (hash * 31 + (line[index] ?? 0)) | 0;
			const slot = hash & (maxSteps - 1);
			const step = hashed[slot];
			if (step?.style === style && isStep(step, line, from, to)) return step.next;
			const parameters = line.slice(from, to);
			const next = after(style, String.fromCharCode(...parameters));
			hashed[slot] = {style, parameters, next};
			return next;
		},
		/** What leads from one style to another; empty where they are the same. */
		change(from: number, to: number): string {
			if (from === to) return '';
			const key = from * 65_536 + to;
			const known = changes.get(key);
			if (known !== undefined) return known;
			const change = changeOf(looks[from] ?? bare, looks[to] ?? bare);
			if (changes.size >= maxChanges) changes.clear();
			changes.set(key, change);
			return change;
		},
		isFull: () => looks.length > maxStyles,
		/** Numbers given before mean nothing any more. */
		clear() {
			looks = [];
			numbers = new Map();
			steps = [];
			changes = new Map();
			hashed = new Array<Step | undefined>(maxSteps);
			numberOf(bare);
		},
	};
};

export type SgrStyles = ReturnType<typeof createSgrStyles>;

import {cachedDataVersionTag, setFlagsFromString} from 'node:v8';

type EngineFlag = {
	readonly name: string;
	/** What some commands set it to. */
	readonly own: number;
	/** What it is in V8. */
	readonly usual: number;
};

/** Bytecodes of other functions that V8 compiles into each. */
const inlined: EngineFlag = {
	name: 'max-inlined-bytecode-size-cumulative',
	own: 250,
	usual: 920,
};

/** Percent of what is in use that may be garbage before it is collected; 0 lets it be several times as much. */
const garbage: EngineFlag = {name: 'heap-growing-percent', own: 60, usual: 0};

const set = ({name}: EngineFlag, value: number) => {
	setFlagsFromString(`--${name}=${value}`);
};

/**
 * Has V8 inline less, for what plays a capture and ends: that calls some two hundred functions, one inside the other, and
 * is soon over. With as many as is usual, to compile them takes as long as to run them.
 */
export const inlineLess = (): void => {
	set(inlined, inlined.own);
};

/** Has V8 collect garbage sooner, for what takes long and keeps little. */
export const growLess = (): void => {
	set(garbage, garbage.own);
};

/** Sets a flag as it is in V8. Returns whether it was not: V8 tells that of no flag, but by their sum. */
const reset = (flag: EngineFlag): boolean => {
	const before = cachedDataVersionTag();
	set(flag, flag.usual);
	return cachedDataVersionTag() !== before;
};

/** Does something as if no command had set flags of V8, which takes kept code only with those it was kept with. */
export const withUsualFlags = <Value>(action: () => Value): Value => {
	const changed = [inlined, garbage].filter(reset);
	try {
		return action();
	} finally {
		for (const flag of changed) set(flag, flag.own);
	}
};

import {setFlagsFromString} from 'node:v8';

/** Bytecodes of other functions that V8 compiles into each. */
const mostInlined = 400;

/**
 * Has V8 inline less, for what plays a capture and ends: that calls some two hundred functions, one inside the other, and
 * is soon over. With as many as is usual, 920, to compile them takes as long as to run them.
 */
export const inlineLess = (): void => {
	setFlagsFromString(`--max-inlined-bytecode-size-cumulative=${mostInlined}`);
};

import {deserialize, serialize} from 'node:v8';
import {makeCaptures, type RawCapture} from './captures.js';
import {makeCasts} from './casts.js';
import {makeConfigs} from './configs.js';
import {makeDialogue, type Dialogue} from './dialogue.js';

/** What is right, and becomes wrong in thousands of ways. */
export type Seeds = {
	/** Each in one file or several. */
	readonly captures: readonly (readonly string[])[];
	readonly raws: readonly RawCapture[];
	readonly casts: readonly string[];
	readonly configs: readonly string[];
	readonly dialogue: Dialogue;
};

/** Makes them with our own simulator, recorder and screen: the same each time. */
export const makeSeeds = async (): Promise<Seeds> => ({
	...(await makeCaptures()),
	casts: await makeCasts(),
	configs: makeConfigs(),
	dialogue: await makeDialogue(),
});

/** For other processes: to make them takes longer than to use them. */
export const packSeeds = (seeds: Seeds): Buffer => serialize(seeds);

export const unpackSeeds = (bytes: Buffer): Seeds => deserialize(bytes) as Seeds;

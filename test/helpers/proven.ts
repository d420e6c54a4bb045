import './strict-statuses.js';
import {openReplay} from '../../source/replay/open-replay.js';
import {startPlay} from '../../source/replay/play-replay.js';
import {createProof, type Stretch} from '../../source/verify/proof.js';
import type {Report} from '../../source/verify/report.js';
import {createVerifier} from '../../source/verify/verifier.js';
import {exchanges} from '../../source/exchanges/index.js';
import {readCapture} from '../../source/capture/read-capture.js';
import {createReplayStore} from '../../source/replay/replay-store.js';

/** What `verify` makes of a capture. */
export const verifyFiles = async (paths: readonly string[]): Promise<Report> => {
	const verifier = createVerifier();
	for await (const item of readCapture(paths)) verifier.give(item);
	return verifier.finish();
};

/** When `verify` calls the first book of a capture proven. */
export const provenStretches = async (paths: readonly string[]): Promise<readonly Stretch[]> =>
	(await verifyFiles(paths)).books[0]?.proof.stretches ?? [];

/** What `verify` finds wrong with a capture. */
export const defectsOf = async (paths: readonly string[]): Promise<Report['defects']> =>
	(await verifyFiles(paths)).defects;

/** When replay shows it live, to the end of the capture. */
export const liveStretches = async (paths: readonly string[]): Promise<readonly Stretch[]> => {
	const opened = await openReplay({paths, market: null, exchanges});
	const {startedAt} = opened.facts.header;
	const store = createReplayStore();
	const proof = createProof();
	let last = startedAt;
	store.followStatus(({status}, at) => {
		proof.set(status === 'live', at - startedAt);
	});
	const play = startPlay({
		...opened,
		store,
		onStep(time, event) {
			if (event) last = time;
		},
		onDefect: () => undefined,
	});
	await play.playTo();
	proof.set(false, last - startedAt);
	await play.stop();
	return proof.stretches;
};

import {CaptureError} from '../capture/capture-item.js';
import type {ReadOptions} from '../capture/read-capture.js';
import {trusts} from '../capture/read-lines.js';
import type {Exchange} from '../exchanges/exchange.js';
import {filesIn} from '../files/files-in.js';
import type {WantedMarket} from '../market-name.js';
import {inspectCapture, type CaptureFacts} from './inspect-capture.js';
import {heldExchanges, planReplay, type ReplayGroup} from './plan-replay.js';

/** What to replay: the files of one capture, and how much of it. */
export type ReplayRequest = {
	/** Parts of one capture, in their order, or folders of them. */
	readonly paths: readonly string[];
	/** Null for the capture's own. */
	readonly market: WantedMarket | null;
	readonly exchanges: readonly Exchange[];
	/** What is to be known of the sums of what is played. @default all: what is shown is shown before the end of its file */
	readonly trust?: ReadOptions['trust'];
};

export type OpenReplay = {
	/** Parts of one capture, in their order. */
	readonly paths: readonly string[];
	readonly facts: CaptureFacts;
	readonly groups: readonly ReplayGroup[];
	/** Those chosen that the capture has something of. */
	readonly exchanges: readonly Exchange[];
	/** Whether a market was asked for: then no other is followed. */
	readonly isAsked: boolean;
	readonly trust: ReadOptions['trust'];
};

/** Looks into a capture and decides what to follow: of several markets all, or the first. Throws `CaptureError`. */
export const openReplay = async (
	{paths: named, market, exchanges, trust = trusts.checked}: ReplayRequest,
	isAll = false,
): Promise<OpenReplay> => {
	const paths = await filesIn(named);
	if (paths.length === 0) throw new CaptureError(`${named.join(', ')}: no capture is there`);
	const facts = await inspectCapture(paths, market, trust);
	const groups = planReplay(facts, paths.join(', '), {
		...{asked: market, chosen: exchanges, isAll},
	});
	return {
		paths,
		facts,
		groups,
		exchanges: heldExchanges(facts, exchanges),
		isAsked: market !== null,
		trust,
	};
};

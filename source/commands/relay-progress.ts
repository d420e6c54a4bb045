import type {Clock} from '../clock.js';
import type {ProgressOutput} from '../output/progress.js';
import {formatElapsed} from '../screen/format.js';
import type {RelayStatus} from '../service/relay-status.js';

const eraseLine = '\r\u001B[2K';

const everyMs = 1000;

/** `38 of 40 books live, 20 owned, 20 standby  410 messages/s  2 relays` */
const toProgressText = (status: RelayStatus, messagesPerSecond: number): string => {
	const {books, relays, isEntitled} = status;
	const followed = books.filter(({view}) => view !== null);
	const live = followed.filter(({view}) => view?.status === 'live').length;
	const owned = followed.filter(({isOwned}) => isOwned).length;
	const parts = [
		`${live} of ${books.length} books live, ${owned} owned, ${followed.length - owned} standby`,
		`${messagesPerSecond} messages/s`,
		`${relays.length} ${relays.length === 1 ? 'relay' : 'relays'}`,
		...(isEntitled ? [] : ['not known to the others']),
	];
	return parts.join('  ');
};

/** One line that is written over each second, on a terminal alone: elsewhere what changes is said. Returns stop. */
export const showRelayProgress = (
	output: ProgressOutput,
	clock: Pick<Clock, 'now' | 'every'>,
	measure: () => RelayStatus,
): (() => void) => {
	if (output.isTTY !== true) return () => undefined;
	const began = clock.now();
	let before = 0;
	const cancel = clock.every(everyMs, () => {
		const status = measure();
		const rate = Math.round((status.messages - before) / (everyMs / 1000));
		before = status.messages;
		const elapsed = formatElapsed(clock.now() - began);
		output.write(`${elapsed}  ${toProgressText(status, rate)}`, eraseLine);
	});
	return () => {
		cancel();
		output.write('\n');
	};
};

import {close1006} from './connection-faults.js';
import type {Scene, Strike} from './scene.js';

const refusedMs = 10_000;

/** Cuts the sockets off; on the next ones nothing can be subscribed to, though a `req` is answered. */
const refuseSubs =
	(message: string): Strike =>
	scene => {
		scene.armSubs(Infinity, message, refusedMs);
		close1006(scene);
	};

export const refusedSub = refuseSubs('429 too many request topics');

/** As seen on 2025-11-28. */
export const noSubscription = refuseSubs(
	'The coin pair does not currently offer subscription services.',
);

/** Pings and trades go on, and so do answers to requests. */
export const depthSilence = ({outlets, isUpdate}: Scene): void => {
	for (const outlet of outlets()) outlet.filter(message => (isUpdate(message) ? [] : [message]));
};

import type {UpgradeAct} from '../fault-site.js';
import {close1006} from './connection-faults.js';
import type {Scene, Strike} from './scene.js';

const times = 2;
const waitMs = 5000;

/** Cuts the sockets off and answers the next handshakes with something else than a socket. */
const answerHandshakes =
	(toAct: (scene: Scene) => Exclude<UpgradeAct, 'hang'>): Strike =>
	scene => {
		scene.armUpgrades(times, toAct(scene));
		close1006(scene);
	};

const seconds = () => ({'Retry-After': String(waitMs / 1000)});

/** In whole seconds, as HTTP has it. */
const date = ({time}: Scene) => ({'Retry-After': new Date(time() + waitMs).toUTCString()});

export const upgrade503 = answerHandshakes(() => ({status: '503 Service Unavailable'}));

export const upgrade503Date = answerHandshakes(scene => ({
	status: '503 Service Unavailable',
	headers: date(scene),
}));

export const upgrade429 = answerHandshakes(() => ({
	status: '429 Too Many Requests',
	headers: seconds(),
}));

export const upgrade418 = answerHandshakes(scene => ({
	status: "418 I'm a teapot",
	headers: date(scene),
}));

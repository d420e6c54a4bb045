import {randomUUID} from 'node:crypto';
import type {Scene, Strike} from './scene.js';

const shutdownMs = 10_000;
const trickleByteMs = 20;
const trickleMs = 10_000;
const lateByMs = 8000;
const lateMs = 30_000;
const refusedMs = 5000;
const silentMs = 20_000;
const skewMs = 90_000;
const skewForMs = 30_000;

const closeAll =
	(code: number, reason: () => string): Strike =>
	({outlets}) => {
		for (const outlet of outlets()) outlet.close(code, reason());
	};

export const close = closeAll(1001, () => 'going away');
export const close1012 = closeAll(1012, () => 'service restart');
export const badPongClose = closeAll(1003, () => `ping check expired, session: ${randomUUID()}`);
/** No document says how the day ends. */
export const dayCut = closeAll(1001, () => 'connection older than 24 hours');

export const close1006 = ({outlets}: Scene): void => {
	for (const {socket} of outlets()) socket.terminate();
};

export const silence = ({outlets}: Scene): void => {
	for (const {wire} of outlets()) wire.mute();
};

/** Sockets open then never speak again, as a half-open link does; new ones may once the host does. */
export const hostSilence = (scene: Scene): void => {
	silence(scene);
	scene.armUpgrades(Infinity, 'hang', silentMs);
	scene.armRest(Infinity, () => 'hang', silentMs);
};

export const trickle = ({outlets, clock}: Scene): void => {
	for (const {wire} of outlets()) wire.trickle(clock, trickleByteMs, trickleMs);
};

export const late = ({outlets, clock}: Scene): void => {
	for (const {wire} of outlets()) wire.delay(clock, lateByMs, lateMs);
};

/** In the form of May 2026, without the promise of ten minutes, withdrawn since. */
export const shutdown = ({outlets, time, after}: Scene): void => {
	const struck = outlets();
	for (const outlet of struck) {
		const data = {e: 'serverShutdown', E: time()};
		const message = outlet.isCombined() ? {stream: '!serverShutdown', data} : data;
		outlet.send({kind: 'reply', text: JSON.stringify(message)});
	}
	after(shutdownMs, () => {
		for (const outlet of struck) outlet.close(1001, 'server shutdown');
	});
};

export const clockSkew = ({skewClock, after}: Scene): void => {
	skewClock(skewMs);
	after(skewForMs, () => {
		skewClock(-skewMs);
	});
	after(2 * skewForMs, () => {
		skewClock(0);
	});
};

export const refused = ({refuse}: Scene): void => {
	refuse(refusedMs);
};

export const upgradeHang = (scene: Scene): void => {
	scene.armUpgrades(1, 'hang');
	close1006(scene);
};

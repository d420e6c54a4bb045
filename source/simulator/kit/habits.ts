import type {Clock} from '../../clock.js';
import {keepAlive, type KeepAlive} from '../keep-alive.js';
import {limitRate} from '../limit-rate.js';
import type {Line} from './line.js';

const idleCheckMs = 1000;

/** Says something whenever nothing was sent for so long; null for nothing. */
export const beat = (line: Line, ms: number, make: () => string | null): void => {
	const leftMs = ms - line.quietMs();
	const text = leftMs <= 0 ? make() : null;
	if (text !== null) line.reply(text);
	line.after(leftMs > 0 ? leftMs : ms, () => {
		beat(line, ms, make);
	});
};

/** Cuts the connection off where neither side has said anything for so long. */
export const endIdle = (line: Line, ms: number): void => {
	line.every(idleCheckMs, () => {
		if (line.idleMs() >= ms) line.outlet.socket.terminate();
	});
};

/** Ends the connection where more than so many messages come in a time. */
export const limitMessages = ({outlet}: Line, clock: Clock, most: number, inMs: number): void => {
	limitRate(outlet, clock, {most, inMs}, () => {
		outlet.close(1008, 'too many messages');
	});
};

/** Sends ping frames and judges the pongs. */
export const sendPings = (line: Line, clock: Clock, habit: KeepAlive): void => {
	line.atEnd(keepAlive(line.outlet, clock, habit));
};

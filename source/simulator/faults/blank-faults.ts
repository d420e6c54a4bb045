import {toMicroseconds} from '../binance/print.js';
import type {Outlet} from '../outlet.js';
import type {Scene} from './scene.js';

const forMs = 10_000;
const blankEveryMs = 100;

type Edit = (text: string, count: number) => string;

/** Edits what is sent for a while, where the edit changes anything; it is told how often it did. */
const editFor = ({outlets, after}: Scene, isMeant: (channel: string) => boolean, edit: Edit) => {
	for (const outlet of outlets()) {
		let count = 0;
		const takeOut = outlet.filter(message => {
			const {kind, channel = '', text} = message;
			if (kind !== 'data' || !isMeant(channel)) return [message];
			const edited = edit(text, count);
			if (edited === text) return [message];
			count++;
			return [{...message, text: edited}];
		});
		after(forMs, takeOut);
	}
};

/** Sides without a change are left out or null, in turn. */
export const blankSide = (scene: Scene): void => {
	editFor(
		scene,
		channel => channel.includes('.mbp.'),
		(text, count) =>
			count % 2 === 0
				? text.replace(/,"(?:bids|asks)":\[\]/g, '')
				: text.replace(/"(bids|asks)":\[\]/g, '"$1":null'),
	);
};

export const emptyDirection = (scene: Scene): void => {
	editFor(
		scene,
		channel => channel.endsWith('.trade.detail'),
		text => text.replace(/"direction":"(?:buy|sell)"/g, '"direction":""'),
	);
};

/** From the last update on, those that a fault withheld too: who lacks one learns of it. */
const sendBlanks = (outlet: Outlet, {time, clock, after}: Scene): void => {
	let last = outlet.recent().findLast(({message}) => message.channel?.includes('.mbp.'))?.message;
	let sentAt = clock.now();
	const takeOut = outlet.filter(message => {
		if (message.kind === 'data' && message.channel?.includes('.mbp.')) {
			last = message;
			sentAt = clock.now();
		}
		return [message];
	});
	const endsAt = clock.now() + forMs;
	const tick = () => {
		const [, sequence] = /"seqNum":(\d+)/.exec(last?.text ?? '') ?? [];
		if (last?.channel && sequence !== undefined && clock.now() - sentAt >= blankEveryMs) {
			const blank = `{"seqNum":${sequence},"prevSeqNum":${sequence},"bids":[],"asks":[]}`;
			const text = `{"ch":"${last.channel}","ts":${String(time())},"tick":${blank}}`;
			outlet.send({kind: 'reply', text});
		}
		if (clock.now() < endsAt) after(blankEveryMs, tick);
		else takeOut();
	};
	after(blankEveryMs, tick);
};

export const blankMbp = (scene: Scene): void => {
	for (const outlet of scene.outlets()) sendBlanks(outlet, scene);
};

/** Epoch milliseconds in the fields for times. */
export const microseconds = (scene: Scene): void => {
	editFor(scene, () => true, toMicroseconds);
};

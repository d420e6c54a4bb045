import {withhold, withText, type Scene, type Strike} from './scene.js';

const times = 2;
const staleChanges = 40;
const armedMs = 30_000;

export const staleSnapshot = (scene: Scene): void => {
	withhold(scene);
	scene.armSnapshots(times, {steps: 0, changesAgo: staleChanges});
};

const lateMs = 6000;
const aheadSteps = 25;
const oldSteps = 30;

/** They show what the streams have not come to yet when they arrive at last. */
export const lateSnapshot = (scene: Scene): void => {
	const {exchange} = scene;
	withhold(scene);
	const steps = exchange === 'binance' ? lateMs / 100 + 5 : 0;
	scene.armSnapshots(times, {steps, isInside: true, delayMs: lateMs});
};

export const aheadSnapshot = (scene: Scene): void => {
	withhold(scene);
	scene.armSnapshots(times, {steps: aheadSteps, isInside: true});
};

export const oldReply = (scene: Scene): void => {
	withhold(scene);
	scene.armSnapshots(2 * times, {steps: -oldSteps});
};

/** Spoils the next snapshots: Binance's REST answers, Huobi's replies to a `req`. */
const spoil =
	(edit: (text: string) => string): Strike =>
	scene => {
		const {exchange, outlets, armRest, after} = scene;
		withhold(scene);
		if (exchange === 'binance') {
			armRest(times, (url, usual) => {
				if (url.pathname !== '/api/v3/depth') return null;
				const answer = usual();
				return {...answer, body: edit(answer.body.toString())};
			});
			return;
		}
		for (const outlet of outlets()) {
			let left = times;
			const takeOut = outlet.filter(message => {
				if (message.kind !== 'reply' || !message.text.includes('"bids":')) return [message];
				if (--left === 0) takeOut();
				return [withText(message, edit(message.text))];
			});
			after(armedMs, takeOut);
		}
	};

/** The book under `data` is null: not yet. */
export const noDataReply = spoil(text => text.replace(/"data":\{.*\}(?=\}$)/, '"data":null'));

export const badSnapshot = spoil(text => text.slice(0, Math.ceil(text.length / 2)));

/** A bid at a hundred times the best ask. */
export const crossedSnapshot = spoil(text => {
	const [, quote = '', price = '0'] = /"asks":\[\[("?)([^",]+)/.exec(text) ?? [];
	const bid = `${quote}${String(Number(price) * 100)}${quote}`;
	return text.replace('"bids":[', `"bids":[[${bid},${quote}1${quote}],`);
});

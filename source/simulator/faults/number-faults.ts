import type {SideName} from '../ladder.js';
import {replaceNext, withText, type Scene, type Strike} from './scene.js';
import {addLevel, editEvent} from './update-text.js';

/** Adds a level well behind the best asks to the next update; on Huobi sizes may be other texts. */
const addFar =
	(side: SideName, size: string, huobiSize = size): Strike =>
	scene => {
		const {levels, exchange} = scene;
		replaceNext(scene, 1, message => {
			const price = scene.farAsk(message.channel ?? '');
			const level = levels.level(price, exchange === 'huobi' ? huobiSize : size, side);
			return [withText(message, addLevel(levels, message.text, side, level))];
		});
	};

const addSize = (size: string): Strike => addFar('asks', size);

export const negative = addSize('-1.50000000');
export const notANumber = addSize('NaN');
export const infinite = addSize('1e400');
export const longNumber = addSize('1234567890'.repeat(6));

export const badTypes = (scene: Scene): void => {
	replaceNext(scene, 1, message => [
		withText(message, addLevel(scene.levels, message.text, 'bids', '[{"price":null},[true]]')),
	]);
};

export const badIds = (scene: Scene): void => {
	replaceNext(scene, 1, message => {
		const text =
			scene.exchange === 'binance'
				? editEvent(message.text, event => ({...event, U: event.u + 5}))
				: message.text.replace(/"(seqNum|version)":\d+/, '"$1":"9e99"');
		return [withText(message, text)];
	});
};

/** No exchange's book is crossed: a client that takes this is wrong, and can tell. */
export const crossed = addFar('bids', '7.00000000', '7.0');

import {replaceNext, withText, type Scene, type Strike} from './scene.js';
import {addLevel, editEvent} from './update-text.js';

/** Adds a level to the next update, with text of ours as its size: quoted on Binance, bare on Huobi. */
const addSize =
	(size: string): Strike =>
	scene => {
		replaceNext(scene, 1, message => {
			const price = scene.farAsk(message.channel ?? '');
			const level = scene.exchange === 'binance' ? `["${price}","${size}"]` : `[${price},${size}]`;
			return [withText(message, addLevel(scene.exchange, message.text, 'asks', level))];
		});
	};

export const negative = addSize('-1.50000000');
export const notANumber = addSize('NaN');
export const infinite = addSize('1e400');
export const longNumber = addSize('1234567890'.repeat(6));

export const badTypes = (scene: Scene): void => {
	replaceNext(scene, 1, message => [
		withText(message, addLevel(scene.exchange, message.text, 'bids', '[{"price":null},[true]]')),
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
export const crossed = (scene: Scene): void => {
	replaceNext(scene, 1, message => {
		const price = scene.farAsk(message.channel ?? '');
		const level = scene.exchange === 'binance' ? `["${price}","7.00000000"]` : `[${price},7.0]`;
		return [withText(message, addLevel(scene.exchange, message.text, 'bids', level))];
	});
};

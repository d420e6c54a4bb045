import type {Outlet} from '../outlet.js';
import {replaceNext, sendToAll, withText, type Scene} from './scene.js';
import {editEvent} from './update-text.js';

const bracketCount = 500_000;

export const malformed = (scene: Scene): void => {
	replaceNext(scene, 1, message => [
		withText(message, message.text.slice(0, Math.ceil(message.text.length / 2))),
	]);
};

export const notAnObject = (scene: Scene): void => {
	for (const text of ['null', '[]', '7', '"text"', '']) sendToAll(scene, text);
};

export const deepJson = (scene: Scene): void => {
	sendToAll(scene, '['.repeat(bracketCount));
};

export const badGzip = (scene: Scene): void => {
	replaceNext(scene, 1, ({text}, {encode}) => {
		const data = Buffer.from(encode(text));
		return [{kind: 'raw', data: data.subarray(0, Math.ceil(data.length / 2))}];
	});
};

export const textFrame = (scene: Scene): void => {
	replaceNext(scene, 1, ({text}) => [{kind: 'raw', data: text}]);
};

export const binaryFrame = (scene: Scene): void => {
	replaceNext(scene, 1, ({text}) => [{kind: 'raw', data: Buffer.from(text)}]);
};

const another = (symbol: string) => (symbol.toLowerCase() === 'btcusdt' ? 'ethusdt' : 'btcusdt');

/** Empty, and with the ids that the next update has: whoever takes it for theirs misses that one. */
const strangers = ({exchange}: Scene, text: string): string => {
	if (exchange === 'huobi')
		return text
			.replace(/market\.([^.]+)\./, (_, symbol: string) => `market.${another(symbol)}.`)
			.replace(/"(bids|asks)":\[(\[[^\]]*\],?)*\]/g, '"$1":[]');
	const edited = editEvent(text, event => ({
		...event,
		s: another(event.s).toUpperCase(),
		b: [],
		a: [],
	}));
	return edited.replace(
		/"stream":"([^@]+)@/,
		(_, symbol: string) => `"stream":"${another(symbol)}@`,
	);
};

export const wrongMarket = (scene: Scene): void => {
	replaceNext(scene, 1, message => [
		{kind: 'reply', text: strangers(scene, message.text)},
		message,
	]);
};

/** An event as Binance wraps it on the connection, or Huobi's under a topic. */
export const strangeEvent = (
	{exchange, time}: Scene,
	name: string,
	{isCombined}: Outlet,
): string => {
	const ts = time();
	if (exchange === 'huobi') return JSON.stringify({ch: `market.${name}`, ts, tick: {data: [1]}});
	const data = {e: name, E: ts, s: name, data: [1]};
	return JSON.stringify(isCombined() ? {stream: name, data} : data);
};

export const unknown = (scene: Scene): void => {
	sendToAll(scene, outlet => strangeEvent(scene, 'something.new', outlet));
	sendToAll(scene, '{"op":"notify","data":{"text":"hello"}}');
	const fields = '"zz":{"deep":[1,null,"x"]},';
	const place = scene.exchange === 'binance' ? '"e":' : '"bids":';
	replaceNext(scene, 1, message => {
		const inside = message.text.replace(place, fields + place);
		return [withText(message, `{${fields}${inside.slice(1)}`)];
	});
};

import {between} from '../../source/random.js';
import {oddNumbers} from './odd-numbers.js';
import {pick, placeIn, replaceOne, type Mutation} from './mutations.js';

/** Fields that a message may have besides its own, which mean something in another one. */
const fields = [
	...['"x":null', '"x":{"b":[["1","2"]]}', '"e":"x"', '"s":"OTHERBTC"', '"version":3', '"id":null'],
	...['"rep":"x"', '"ping":1', '"status":"ok"', '"data":null', '"tick":null', '"stream":null'],
	...['"type":"error"', '"channel":"l2_data"', '"events":[]', '"side":"bid"', '"updates":[]'],
	...['"product_id":"BTC-USD"', '"__proto__":{"b":[]}', '"toString":1', '"":1', '"m":false'],
	...['"error":{"code":1,"msg":"x"}', '"unsubbed":"market.steembtc.mbp.150"', '"bids":[]'],
];

/** Blanks of JSON, and what looks like one. */
const blanks = [
	' ',
	'\n',
	'\r',
	'\t',
	'\v',
	'\f',
	'\u00a0',
	'\ufeff',
	'\u2028',
	'\u0085',
	'\x7f',
	'\x1f',
];

/** What is written in a string, or may not be. */
const inTexts = [
	'\ud800',
	'\udc00',
	'\u{1f600}',
	'\\ud800',
	'\\n',
	'\\/',
	'\\x41',
	'\\',
	...blanks,
];

/** What a level may be in place of a pair. */
const levels = [
	...['[]', '["1"]', '[1]', '["1","2","3"]', '[1,2,3]', '[["1","2"]]', '[1,"2"]', '["1",2]'],
	...['["1",null]', '{"0":"1","1":"2","length":2}', '["1","2",]', '[,"2"]', '["1",]', 'null'],
];

const number = /(?<=[[:,"])\d[\d.eE+-]*(?=[\],}"])/g;
const level = /\["?[^[\],]*"?,"?[^[\],]*"?\]/g;
const field = /"\w+":(?:"[^"]*"|\d+|true|false)/g;

const escaped = (text: string): string =>
	text.replace(/\w/g, letter => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Makes of a message one that means the same, or nearly, or nothing, as only some programs would write it. */
export const twists: readonly Mutation[] = [
	(text, random) => replaceOne(text, field, piece => `${piece},${piece}`, random),
	(text, random) =>
		replaceOne(
			text,
			/"\w+":/g,
			name => `${name}${pick(['0', 'null', '""', '[]'], random)},${name}`,
			random,
		),
	(text, random) => replaceOne(text, /[{,]/g, piece => `${piece}${pick(fields, random)},`, random),
	(text, random) => replaceOne(text, /\}/g, piece => `,${pick(fields, random)}${piece}`, random),
	(text, random) => replaceOne(text, /"[^"]*"/g, escaped, random),
	(text, random) => replaceOne(text, number, pick(oddNumbers, random), random),
	(text, random) =>
		replaceOne(
			text,
			number,
			digits => digits + pick(['0', '.', '.0', '00000000', 'e'], random),
			random,
		),
	(text, random) =>
		replaceOne(text, number, digits => `${digits}e${between(random, -20, 20)}`, random),
	(text, random) => replaceOne(text, /"[^"]*"/g, piece => piece.slice(1, -1), random),
	(text, random) =>
		replaceOne(text, /(?<=[[:,])\d[\d.eE+-]*(?=[\],}])/g, digits => `"${digits}"`, random),
	(text, random) => replaceOne(text, /[[\]{},:]/g, piece => pick(blanks, random) + piece, random),
	(text, random) => replaceOne(text, /[[\]{},:]/g, piece => piece + pick(blanks, random), random),
	(text, random) =>
		replaceOne(text, /"[^"]*"/g, piece => `${piece.slice(0, -1)}${pick(inTexts, random)}"`, random),
	(text, random) => replaceOne(text, level, pick(levels, random), random),
	(text, random) => replaceOne(text, level, piece => `${piece.slice(0, -1)},"0"]`, random),
	(text, random) => replaceOne(text, field, '', random),
	(text, random) => {
		const deep = between(random, 1, 40);
		return `{"x":${'['.repeat(deep)}${']'.repeat(deep)},${text.slice(1)}`;
	},
	text => text + text,
	text => `[${text}]`,
	(text, random) => text.slice(placeIn(text, random)),
];

import {createCastEncoder, type CastVersion} from '../../../source/recording/asciicast.js';
import {binance, market, setLevel} from '../../helpers/market.js';
import {recordCast} from '../../helpers/record-cast.js';
import {createRecordedApp} from '../../helpers/recorded-app.js';

/** Our own screen, for some frames. */
const recordApp = async (version: CastVersion): Promise<string> => {
	const {clock, terminal, tap, store, open} = createRecordedApp(80, 24);
	const app = open();
	const recording = recordCast({tap, clock, version, title: market, picture: app.picture()});
	const frame = async (...keys: readonly string[]) => {
		await terminal.press(...keys);
		clock.advance(100);
		await terminal.flush();
	};
	await frame('g');
	setLevel(store, binance, 'bids', ['0.1641', '987654.3'], clock.now());
	store.publish();
	await frame('2');
	recording.marker('a large bid');
	terminal.resize(60, 16);
	await frame('z');
	app.stop();
	await terminal.flush();
	recording.stop();
	return recording.text();
};

/** What other programs write: scrolling, tabs, wide letters, insertions, colours of all kinds, links, a title. */
const others = [
	'\u001B[2J\u001B[H\u001B[1;31mred\u001B[0m \u001B[38;5;208mo\u001B[48;2;1;2;3mt\u001B[m\r\n',
	'\u001B]0;a title\u0007\u001B]8;;http://example.com\u001B\\link\u001B]8;;\u001B\\\r\n',
	'漢字 👩‍👩‍👧 e\u0301\tтаб\r\n\u001B(0lqk\u001B(B',
	'\u001B[3b\u001B[2S\u001B[2T\u001B[5;10r\u001B[3L\u001B[2M\u001B[4@\u001B[3P\u001B[9X\u001B[r',
	'\u001B[2Z\u001B[3I\u001B[4A\u001B[5B\u001B[6C\u001B[7D\u001B[3E\u001B[2F\u001B[9G\u001B[4d',
	'\u001B7\u001B[?1049h\u001B[4h\u001B[?7l\u001B[?25linside\u001B[?1049l\u001B8',
	'\u001BM\u001BD\u001BE\u001BH\u001B[3g\u001BP1$r0m\u001B\\\u001B[!p',
];

const encodeOthers = (version: CastVersion): string => {
	const columns = 40;
	const rows = 10;
	const title = 'others';
	const encoder = createCastEncoder({version, columns, rows, startedAt: 0, title});
	const lines = others.map((data, index) => encoder.encode(index * 500, {code: 'o', data}));
	const resize = encoder.encode(others.length * 500, {code: 'r', columns: 20, rows: 5});
	const marker = encoder.encode(others.length * 500, {code: 'm', label: 'end'});
	return [encoder.header, ...lines, resize, marker, ...lines].join('');
};

export const makeCasts = async (): Promise<readonly string[]> => [
	await recordApp(2),
	await recordApp(3),
	encodeOthers(2),
	encodeOthers(3),
];

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createCaptureWire} from '../../source/playback/capture-wire.js';
import {createSilenceJudge} from '../../source/playback/silence-judge.js';

test('knows the longest silence of very many open connections', () => {
	const judge = createSilenceJudge({wire: createCaptureWire(['binance']), isRaw: false});
	const url = 'wss://stream.binance.com:9443/stream?streams=steembtc@depth@100ms';
	assert.equal(judge.longestMs(), Infinity);
	judge.take({t: 0, kind: 'open', connection: 0, url});
	const one = judge.longestMs();
	assert.ok(one > 2000 && one < Infinity);
	for (let connection = 0; connection < 200_000; connection++)
		judge.take({t: 0, kind: 'open', connection, url});
	assert.equal(judge.longestMs(), one);
	for (let connection = 0; connection < 200_000; connection++)
		judge.take({t: 0, kind: 'close', connection, reason: 'gone'});
	assert.equal(judge.longestMs(), Infinity);
});

import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createAlertSigns} from '../../source/terminal/alert-signs.js';

const start = (...signs: Parameters<typeof createAlertSigns>[1]) => {
	const terminal = {
		written: '',
		writableNeedDrain: false,
		write(text: string) {
			terminal.written += text;
		},
	};
	return {terminal, signs: createAlertSigns(terminal, signs)};
};

test('the title is kept before it is set, and given back once', () => {
	const {terminal, signs} = start('title');
	signs.show('one');
	signs.show('two');
	signs.restore();
	signs.restore();
	signs.show('three');
	assert.equal(terminal.written, '\u001B[22;2t\u001B]2;one\u0007\u001B]2;two\u0007\u001B[23;2t');
});

test('a terminal whose title was never set is left alone', () => {
	const {terminal, signs} = start('bell');
	signs.show('one');
	signs.restore();
	assert.equal(terminal.written, '\u0007');
});

test('nothing that a terminal obeys gets into a sign', () => {
	const {terminal, signs} = start('notification');
	signs.show('a\u0007\u001B]2;x\u0007b;c');
	assert.equal(terminal.written, '\u001B]9;a b;c\u0007\u001B]777;notify;steem-tui;a b,c\u0007');
});

test('a terminal that takes nothing is not written to', () => {
	const {terminal, signs} = start('bell', 'title', 'notification');
	terminal.writableNeedDrain = true;
	signs.show('one');
	assert.equal(terminal.written, '');
});

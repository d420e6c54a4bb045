import assert from 'node:assert/strict';
import {EventEmitter} from 'node:events';
import {test} from 'node:test';
import {createConsole} from '../../source/output/console.js';

test('a complaint tells the terminal nothing, whatever is in it', () => {
	let said = '';
	const stderr = Object.assign(new EventEmitter(), {write: (text: string) => (said += text)});
	const stdout = Object.assign(new EventEmitter(), {write: () => true});
	const process = {stdout, stderr} as unknown as NodeJS.Process;
	createConsole(process).complain('a\u001B]0;OWNED\u0007\u009B31m\u202E\u2028 é日\nand more\r\n');
	assert.equal(said, 'steem-tui: a ]0;OWNED 31m   é日\nand more \n\n');
});

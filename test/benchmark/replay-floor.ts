// Run by replay.ts: the least that a program does which reads a capture. It unpacks it and parses each line.
import {createReadStream} from 'node:fs';
import {createGunzip} from 'node:zlib';

const [path] = process.argv.slice(2);
let rest = '';
let count = 0;
if (path !== undefined)
	for await (const piece of createReadStream(path).pipe(createGunzip()).setEncoding('utf8')) {
		const lines = (rest + String(piece)).split('\n');
		rest = lines.pop() ?? '';
		for (const line of lines) if (JSON.parse(line) !== null) count++;
	}
process.stdout.write(`${count}\n`);

import assert from 'node:assert/strict';
import {
	constants,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	readdirSync,
	renameSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {systemDisk, type Disk} from '../../source/files/disk.js';
import {createOpenFile, type OpenOptions} from '../../source/files/file-system.js';
import {createLineWriter} from '../../source/files/line-writer.js';
import {createFakeClock} from '../helpers/fake-clock.js';
import {createFailingDisk} from '../helpers/failing-disk.js';
import {settle} from '../helpers/fake-transport.js';

const home = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
after(() => {
	rmSync(home, {recursive: true});
});

let count = 0;

/** A writer of a file in a folder of its own, which holds `old` before. */
const start = (options: OpenOptions, old?: string) => {
	const folder = mkdtempSync(join(home, `${++count}-`));
	const path = join(folder, 'feed.jsonl');
	if (old !== undefined) writeFileSync(path, old);
	const clock = createFakeClock();
	const begin = () => createLineWriter({path, clock, open: createOpenFile(options)});
	const text = () => readFileSync(path, 'utf8');
	return {folder, path, clock, begin, text};
};

test('writes over no file that is there', async () => {
	const {begin, text} = start({over: 'empty'}, 'old\n');
	const writer = begin();
	writer.write('new\n');
	assert.match((await writer.close()).failure ?? '', /feed\.jsonl cannot be written: it already/);
	assert.equal(text(), 'old\n');
});

test('takes the place of an empty file', async () => {
	const {begin, text, folder} = start({over: 'empty'}, '');
	const writer = begin();
	writer.write('new\n');
	assert.equal((await writer.close()).failure, null);
	assert.equal(text(), 'new\n');
	assert.deepEqual(readdirSync(folder), ['feed.jsonl']);
});

test('replaces a file only when lines of the new one are whole', async () => {
	const {disk, faults} = createFailingDisk();
	faults.room = 6;
	const {begin, text, folder} = start({over: 'any', disk}, 'old\n');
	const writer = begin();
	writer.write('too long\n');
	assert.match((await writer.close()).failure ?? '', /the disk is full/);
	assert.equal(text(), 'old\n');
	assert.deepEqual(readdirSync(folder), ['feed.jsonl']);
});

test('one of two that begin together writes, the other says that it cannot', async () => {
	for (const over of ['none', 'empty'] as const) {
		const {begin, text} = start({over});
		const writers = [begin(), begin()];
		for (const [index, writer] of writers.entries()) writer.write(`${index}\n`);
		const ends = await Promise.all(writers.map(writer => writer.close()));
		const whole = ends.flatMap(({failure}, index) => (failure === null ? [`${index}\n`] : []));
		assert.deepEqual(whole, [text()], over);
	}
});

test('a writer whose file is replaced by another says so', async () => {
	const {begin, text, clock} = start({over: 'any'});
	const [first, second] = [begin(), begin()];
	first.write('first\n');
	while (first.state().lines === 0) await settle();
	second.write('second\n');
	clock.advance(1000);
	while (second.state().lines === 0) await settle();
	first.write('lost\n');
	clock.advance(1000);
	const words = /feed\.jsonl cannot be written: it was removed meanwhile, or another file/;
	assert.match((await first.close()).failure ?? '', words);
	assert.equal((await second.close()).failure, null);
	assert.equal(text(), 'second\n');
});

test('a writer whose folder is gone says so', async () => {
	const {begin, clock, folder} = start({});
	const writer = begin();
	writer.write('first\n');
	while (writer.state().lines === 0) await settle();
	rmSync(folder, {recursive: true});
	writer.write('lost\n');
	clock.advance(1000);
	assert.match((await writer.close()).failure ?? '', /it was removed meanwhile/);
});

test('a file that is moved away is written on', async () => {
	const {begin, clock, path} = start({});
	const writer = begin();
	writer.write('first\n');
	while (writer.state().lines === 0) await settle();
	renameSync(path, `${path}.moved`);
	writer.write('second\n');
	clock.advance(1000);
	assert.equal((await writer.close()).failure, null);
	assert.equal(readFileSync(`${path}.moved`, 'utf8'), 'first\nsecond\n');
});

test('writes to a device, which stays one', async () => {
	const clock = createFakeClock();
	const open = createOpenFile({over: 'any'});
	const writer = createLineWriter({path: '/dev/null', clock, open});
	writer.write('nowhere\n');
	assert.equal((await writer.close()).failure, null);
	assert.ok(statSync('/dev/null').isCharacterDevice());
});

test('what is no file only takes a name, where it is to be a file', async () => {
	const folder = join(home, 'no-file');
	mkdirSync(folder);
	const links = ['nowhere', 'circle'].map(name => join(folder, name));
	for (const link of links) symlinkSync(link.replace('nowhere', 'made-by-link'), link);
	for (const path of [folder, '/dev/null', ...links])
		await assert.rejects(createOpenFile({isFile: true})(path), {code: 'EEXIST'});
	assert.ok(!existsSync(join(folder, 'made-by-link')));
	const file = await createOpenFile({isFile: true})(join(folder, 'new'));
	await file.close();
});

test('a device is opened without waiting in it, for a terminal may never be read', async () => {
	const flags: unknown[] = [];
	const disk: Disk = {
		...systemDisk,
		open(path, flag, mode) {
			flags.push(flag);
			return systemDisk.open(path, flag, mode);
		},
	};
	const file = await createOpenFile({disk})('/dev/null');
	assert.equal(await file.write(Buffer.from('gone\n'), null), 5);
	await file.close();
	assert.equal(flags.length, 1);
	assert.equal(Number(flags.at(0)) & constants.O_NONBLOCK, constants.O_NONBLOCK);
	assert.equal(Number(flags.at(0)) & constants.O_NOCTTY, constants.O_NOCTTY);
});

import assert from 'node:assert/strict';
import {mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {encodeEvent, encodeHeader} from '../../source/capture/capture-format.js';
import {createGzipPacker} from '../../source/files/gzip-packer.js';
import {noteHole} from '../../source/recording/holes.js';
import {createDatedNames} from '../../source/recording/part-names.js';
import {createUntoldParts} from '../../source/recording/untold-parts.js';

const folders: string[] = [];
after(() => folders.forEach(folder => rmSync(folder, {recursive: true})));

const part = 'STEEM-USDT-20260102T030405Z.jsonl.gz';
const hole = {from: 1, to: 2, reason: 'the recorder was not running'};

/** A packed part that a kill has torn. */
const torn = async (): Promise<Buffer> => {
	const packer = createGzipPacker();
	const facts = {startedAt: 1, market: 'STEEM/USDT', exchanges: ['huobi'], app: '0.1.0'};
	const lines = encodeHeader(facts) + encodeEvent({t: 1, kind: 'marker', label: 'here'});
	const {bytes} = await packer.pack(Buffer.from(lines));
	packer.close();
	return bytes;
};

for (const {name, link, write} of [
	{
		name: 'the list of parts whose command has not ended',
		link: '.STEEM-USDT.on-rotate.json.new',
		async write(folder: string) {
			const untold = createUntoldParts(createDatedNames(folder, ['STEEM/USDT']));
			untold.add(join(folder, part));
			await untold.saved();
			return readFileSync(join(folder, '.STEEM-USDT.on-rotate.json'), 'utf8');
		},
	},
	{
		name: 'a part that is made whole',
		link: `.${part}.mending`,
		async write(folder: string) {
			const path = join(folder, part);
			writeFileSync(path, await torn());
			await noteHole(path, hole);
			return readFileSync(path);
		},
	},
	{
		name: 'a note beside a part',
		link: part.replace('.jsonl.gz', '.hole.json'),
		async write(folder: string) {
			const path = join(folder, part);
			writeFileSync(path, 'damaged');
			await noteHole(path, hole);
			return readFileSync(path.replace('.jsonl.gz', '.hole.json'), 'utf8');
		},
	},
])
	test(`${name} is not written through a link that others laid there`, async () => {
		const folder = mkdtempSync(join(tmpdir(), 'steem-tui-test-'));
		folders.push(folder);
		const precious = join(folder, 'precious');
		writeFileSync(precious, 'precious');
		symlinkSync(precious, join(folder, link));
		assert.ok((await write(folder)).length > 0);
		assert.equal(readFileSync(precious, 'utf8'), 'precious');
	});

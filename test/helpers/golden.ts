import assert from 'node:assert/strict';
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

const folder = join(import.meta.dirname, '../golden');

/** Compares a screen with the one on file. `UPDATE_GOLDEN=1` writes the file instead; review its diff. */
export const assertGolden = (name: string, screen: string): void => {
	const file = join(folder, `${name}.txt`);
	const text = `${screen}\n`;
	if (process.env['UPDATE_GOLDEN'] || !existsSync(file)) {
		writeFileSync(file, text);
		assert.ok(process.env['UPDATE_GOLDEN'], `${name}: there was no golden screen yet`);
		return;
	}
	assert.equal(text, readFileSync(file, 'utf8'), name);
};

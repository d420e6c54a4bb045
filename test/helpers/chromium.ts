import {existsSync} from 'node:fs';
import {after} from 'node:test';
import {chromium, type Browser, type Page} from 'playwright-core';

const executablePath = process.env['STEEM_TUI_CHROMIUM'] ?? '/usr/bin/chromium';

/** Why tests with a browser are left out; false where they are not. */
export const skipWithoutChromium = existsSync(executablePath)
	? false
	: `there is no ${executablePath}: install chromium, or set STEEM_TUI_CHROMIUM`;

/** Longer than anything takes on a machine with much else to do. */
const patienceMs = 120_000;

const args = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

let browser: Promise<Browser> | null = null;
after(async () => {
	if (browser) await (await browser).close();
});

/** A page of one browser with a folder of its own, both gone after the tests of this file. */
export const openPage = async (width: number, height: number): Promise<Page> => {
	browser ??= chromium.launch({executablePath, args, headless: true, timeout: patienceMs});
	const page = await (await browser).newPage({viewport: {width, height}, offline: true});
	page.setDefaultTimeout(patienceMs);
	return page;
};

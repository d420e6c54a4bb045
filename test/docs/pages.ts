import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {dirname, join, relative} from 'node:path';

export const root = join(import.meta.dirname, '../..');

export type DocPage = {
	/** From the root: `docs/guide.md`. */
	readonly path: string;
	readonly text: string;
};

/** The README and every page of `docs/`. */
export const pages: readonly DocPage[] = [
	'README.md',
	...readdirSync(join(root, 'docs'))
		.filter(name => name.endsWith('.md'))
		.map(name => `docs/${name}`),
].map(path => ({path, text: readFileSync(join(root, path), 'utf8')}));

export const pageOf = (path: string): DocPage => {
	const page = pages.find(other => other.path === path);
	if (!page) throw new Error(`there is no page ${path}`);
	return page;
};

/** The text without what stands between fences. */
const withoutFences = (text: string) => text.replaceAll(/^```[^]*?^```$/gm, '');

/** The anchors of a page's headings, as GitHub makes them. */
export const anchorsOf = (text: string): readonly string[] =>
	[...withoutFences(text).matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
		title
			.toLowerCase()
			.replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
			.replaceAll(' ', '-'),
	);

/** The links and images of a page that lead to nothing, in words. */
export const brokenLinks = ({path, text}: DocPage): readonly string[] =>
	[...withoutFences(text).matchAll(/!?\[[^\]]*\]\(([^)\s]+)\)/g)].flatMap(([, target = '']) => {
		if (/^https:\/\//.test(target)) return [];
		const [file = '', anchor] = target.split('#');
		const full = file === '' ? join(root, path) : join(root, dirname(path), file);
		if (!existsSync(full)) return [`${path}: there is no ${relative(root, full)}`];
		if (anchor === undefined || anchorsOf(readFileSync(full, 'utf8')).includes(anchor)) return [];
		return [`${path}: ${relative(root, full)} has no heading #${anchor}`];
	});

/** Every command line that a page shows, continued lines as one: in fences of `sh`, and in code within a sentence. */
export const commandLines = (text: string): readonly string[] => {
	const fences = [...text.matchAll(/^```sh\n([^]*?)^```$/gm)].flatMap(([, block = '']) =>
		block.split('\n'),
	);
	const inline = [...withoutFences(text).matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
	return [...fences, ...inline].map(line => line.replace(/\s+#.*/, '').trim());
};

import {readFileSync} from 'node:fs';
import {dirname} from 'node:path';
import {pathToFileURL} from 'node:url';
import type {Plugin} from 'esbuild';

/** A bundle lies elsewhere than the files in it: each goes on knowing its own place. */
export const ownPlaces: Plugin = {
	name: 'own-places',
	setup({onLoad}) {
		onLoad({filter: /\.tsx?$/}, ({path}) => ({
			contents: readFileSync(path, 'utf8')
				.replaceAll(/\bimport\.meta\.url\b/g, JSON.stringify(pathToFileURL(path).href))
				.replaceAll(/\bimport\.meta\.dirname\b/g, JSON.stringify(dirname(path))),
			loader: path.endsWith('x') ? 'tsx' : 'ts',
		}));
	},
};

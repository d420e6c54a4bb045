// Builds what paints in the benchmarks with the program's options: V8 compiles a bundle of another kind otherwise.
import {build} from 'esbuild';
import {quickPackages} from '../pack/quick-packages.js';

await build({
	entryPoints: ['test/benchmark/screen-child.ts', 'test/benchmark/markets-child.ts'],
	outdir: 'node_modules/.cache/steem-tui/painting',
	bundle: true,
	splitting: true,
	minify: true,
	platform: 'node',
	target: 'node20',
	format: 'esm',
	define: {'process.env.NODE_ENV': '"production"', fetch: 'undefined'},
	external: ['zlib-sync'],
	plugins: [quickPackages],
	banner: {
		js: "import {createRequire} from 'node:module';const require=createRequire(import.meta.url);",
	},
	logLevel: 'warning',
});

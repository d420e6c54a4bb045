import {writeFileSync} from 'node:fs';

/** What a program that paints takes, from when it has come to rest on. */
export type PaintingCost = {
	/** Percent of a core. */
	readonly cpu: number;
	/** A second. */
	readonly frames: number;
	/** Of a frame, on the average. */
	readonly bytes: number;
	/** Megabytes, at the start of the time that is measured and at its end. */
	readonly rssBefore: number;
	readonly rss: number;
};

/** When what is started at the same time as the program has come to rest, and when most of it is compiled; milliseconds. */
export const windowsFrom = [3000, 12_000] as const;

const megabytes = (bytes: number) => Math.round(bytes / 1e6);

const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

/** Counts what goes to stdout from now on. `writeTo` measures for some seconds from each of some moments on, and writes the `PaintingCost`s to a file. */
export const countPainting = () => {
	let bytes = 0;
	let frames = 0;
	const begin = performance.now();
	const write = process.stdout.write.bind(process.stdout);
	process.stdout.write = ((text: string) => {
		bytes += Buffer.byteLength(text);
		frames++;
		return write(text);
	}) as typeof process.stdout.write;

	const measure = async (seconds: number): Promise<PaintingCost> => {
		[bytes, frames] = [0, 0];
		const rssBefore = process.memoryUsage().rss;
		const before = process.cpuUsage();
		const from = performance.now();
		await pause(seconds * 1000);
		const {user, system} = process.cpuUsage(before);
		return {
			cpu: (user + system) / 10 / (performance.now() - from),
			frames: frames / seconds,
			bytes: frames === 0 ? 0 : bytes / frames,
			rssBefore: megabytes(rssBefore),
			rss: megabytes(process.memoryUsage().rss),
		};
	};

	return {
		async writeTo(file: string, seconds: number, moments: readonly number[]) {
			const costs: PaintingCost[] = [];
			for (const moment of moments) {
				await pause(begin + moment - performance.now());
				costs.push(await measure(seconds));
			}
			writeFileSync(file, JSON.stringify(costs));
		},
	};
};

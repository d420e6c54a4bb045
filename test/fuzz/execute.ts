import {mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {startMeasuring, type Answer} from './answer.js';
import type {Input} from './input.js';
import type {Loopback} from './loopback.js';
import type {Reader} from './readers/readers.js';
import {runApp} from './run-app.js';
import {runBuilt} from './run-built.js';
import type {Inside} from './run-inside.js';

/** Puts the files of an input into a folder. */
export const writeFiles = (folder: string, {files}: Input): void => {
	mkdirSync(folder, {recursive: true});
	for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
};

/** What was written besides the input's own files. */
const readWritten = (folder: string, {files}: Input): Record<string, string> => {
	const written: Record<string, string> = {};
	for (const name of readdirSync(folder))
		if (!(name in files)) written[name] = readFileSync(join(folder, name), 'utf8');
	return written;
};

export type Executor = {
	/** In this process. */
	inside(reader: Reader, input: Input): Promise<Answer>;
	/** In a process of its own, where there is a program to run. */
	built(program: string, input: Input): Promise<Answer>;
};

/** Gives inputs to readers, each in a folder of its own below a parent. */
export const createExecutor = (parent: string, inside: Inside, loopback: Loopback): Executor => {
	Object.assign(process.env, loopback.environment);

	const inFolder = async <T>(input: Input, run: (folder: string) => Promise<T>) => {
		const folder = mkdtempSync(join(parent, 'input-'));
		writeFiles(folder, input);
		loopback.say(input.answers ?? {});
		try {
			const ended = await run(folder);
			return {...ended, written: readWritten(folder, input)};
		} finally {
			rmSync(folder, {recursive: true, force: true});
		}
	};

	return {
		inside: (reader, input) =>
			inFolder(input, async folder => {
				process.chdir(folder);
				const measured = startMeasuring();
				const ended =
					reader.by === 'app'
						? await runApp(
								inside,
								input.args.filter(arg => arg !== '--replay'),
								input.keys ?? [],
							)
						: await inside.program(input.args);
				const cost = measured();
				process.chdir(parent);
				return {...ended, cost};
			}),
		built: (program, input) =>
			inFolder(input, folder =>
				runBuilt({
					program,
					args: input.args,
					folder,
					environment: loopback.environment,
					scratch: join(parent, `cost-${process.pid}`),
				}),
			),
	};
};

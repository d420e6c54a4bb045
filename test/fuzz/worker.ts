import {readFileSync, writeSync} from 'node:fs';
import type {Answer} from './answer.js';
import {createExecutor} from './execute.js';
import {randomOf, type Input} from './input.js';
import {judge, judgeCost, limits} from './judge.js';
import {startLoopback} from './loopback.js';
import type {Message, Work} from './messages.js';
import {readers, type Reader} from './readers/readers.js';
import {createInside} from './run-inside.js';
import {unpackSeeds} from './seeds/seeds.js';

const work = JSON.parse(process.argv[2] ?? '{}') as Work;

/** At once: what an input does to this process cannot keep it back. */
const tell = (message: Message) => {
	try {
		writeSync(3, `${JSON.stringify(message)}\n`);
	} catch {
		// Whoever wanted to know is gone.
		process.kill(process.pid, 'SIGKILL');
	}
};

const seeds = unpackSeeds(readFileSync(work.seeds));
const loopback = await startLoopback();
const leave = process.exit.bind(process);
const executor = createExecutor(work.folder, createInside(), loopback);

const isBuilt = ({by}: Reader, number: number) =>
	by === 'command' && work.builtEvery > 0 && number % work.builtEvery === 0;

/** Tells what is wrong. Returns whether this process is good for another input. */
const examine = (
	name: string,
	number: number,
	reader: Reader,
	{told, args}: Input,
	given: Answer,
) => {
	const {cost, ...answer} = given;
	const costs = cost ? judgeCost(cost, reader.answers) : [];
	for (const faults of [judge(answer, reader, args), costs])
		if (faults.length > 0)
			tell({type: 'fault', reader: name, input: number, told, faults, isCostly: faults === costs});
	// What never ended, and memory that was had once, would be taken for what comes after.
	if (answer.code === null) return false;
	return isBuilt(reader, number) || (cost?.peakMb ?? 0) <= limits.peakMb;
};

let built = 0;

const readOne = async (name: string, number: number): Promise<boolean> => {
	const reader = readers[name];
	if (!reader) throw new RangeError(`no reader named ${name}`);
	tell({type: 'begin', reader: name, input: number});
	const input = reader.make(seeds, randomOf(name, number));
	if (isBuilt(reader, number)) built++;
	const answer = isBuilt(reader, number)
		? await executor.built(work.program, input)
		: await executor.inside(reader, input);
	return examine(name, number, reader, input, answer);
};

const readAll = async () => {
	for (const {reader, from, count} of work.ranges)
		for (let number = from; number < from + count; number++)
			if (!(await readOne(reader, number))) return;
};

await readAll();
const {user, system} = process.cpuUsage();
tell({type: 'done', built, cpuMs: (user + system) / 1000});
loopback.stop();
leave(0);

import {
	closeSync,
	constants,
	existsSync,
	fstatSync,
	openSync,
	readdirSync,
	readFileSync,
	statSync,
	writeSync,
} from 'node:fs';
import {join} from 'node:path';
import {isatty} from 'node:tty';
import type {Sink} from './outlet.js';

/** The terminal that steers this process, by its number; null where there is none, or the system does not tell. */
const controllingDevice = (): number | null => {
	try {
		// Behind the name, which may hold anything: state, ppid, pgrp, session, tty.
		const [, , , , device] = readFileSync('/proc/self/stat', 'latin1')
			.replace(/^.*\) /s, '')
			.split(' ');
		return Number(device) || null;
	} catch {
		return null;
	}
};

/** Where else than on Linux a terminal has no path by the descriptor: its name is found by its number. */
const pathsByNumber = (device: number): readonly string[] =>
	['/dev', '/dev/pts']
		.filter(folder => existsSync(folder))
		.flatMap(folder => readdirSync(folder).map(name => join(folder, name)))
		.filter(path => /\/(tty|pts\/)/.test(path))
		.filter(path => statSync(path, {throwIfNoEntry: false})?.rdev === device);

/** Paths that open this terminal once more, the surest first. */
const pathsOf = (fd: number, platform: NodeJS.Platform): readonly string[] => {
	try {
		const {rdev} = fstatSync(fd);
		if (platform !== 'linux') return pathsByNumber(rdev);
		// After `su` it belongs to somebody else; as the one that steers us it can be opened all the same.
		return [`/proc/self/fd/${fd}`, ...(controllingDevice() === rdev ? ['/dev/tty'] : [])];
	} catch {
		return [];
	}
};

const {O_WRONLY, O_NONBLOCK, O_NOCTTY} = constants;

/**
 * Opens the terminal of a descriptor once more, as a description of its own: that it does not block is nothing to
 * the shell and to others that share the first. Null where it cannot be opened so.
 */
const reopen = (fd: number, platform: NodeJS.Platform): number | null => {
	for (const path of pathsOf(fd, platform)) {
		try {
			const own = openSync(path, O_WRONLY | O_NONBLOCK | O_NOCTTY);
			if (isatty(own)) return own;
			closeSync(own);
		} catch {
			// The next one, then.
		}
	}
	return null;
};

const isStuck = (error: unknown) => (error as NodeJS.ErrnoException).code === 'EAGAIN';

/** What the terminal of a descriptor takes without waiting; null where it cannot be had so, as on Windows. */
export const openTerminalSink = (fd: number, platform: NodeJS.Platform): Sink | null => {
	if (platform === 'win32') return null;
	const own = reopen(fd, platform);
	if (own === null) return null;
	return bytes => {
		try {
			return writeSync(own, bytes);
		} catch (error) {
			if (isStuck(error)) return 0;
			throw error;
		}
	};
};

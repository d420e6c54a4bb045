import type {CastEvent} from './asciicast.js';
import {createTextJoiner} from './text-joiner.js';

export type ScreenSink = (event: CastEvent) => void;

export type StdoutTap = {
	/** Goes to the screen in place of the terminal itself. */
	readonly stdout: NodeJS.WriteStream;
	/** Hands over all that is written from now on, and resizes before the repaint they cause. Returns stop. */
	start(sink: ScreenSink): () => void;
};

type Write = (
	chunk: string | Uint8Array,
	encodingOrDone?: BufferEncoding | ((error?: Error | null) => void),
	done?: (error?: Error | null) => void,
) => boolean;

/** The size that is drawn for: the usual one where the terminal tells none, or nothing of a side. */
const sizeOf = ({columns, rows}: NodeJS.WriteStream) => ({
	columns: columns || 80,
	rows: rows || 24,
});

/** A terminal that can be listened to at any time, and has a size. Everything but that and `write` is its own. */
export const createStdoutTap = (terminal: NodeJS.WriteStream): StdoutTap => {
	const sinks = new Set<ScreenSink>();
	let {columns, rows} = sizeOf(terminal);
	let join = createTextJoiner();

	const tell = (event: CastEvent) => {
		for (const sink of sinks) sink(event);
	};

	const noteSize = () => {
		const size = sizeOf(terminal);
		if (size.columns === columns && size.rows === rows) return;
		({columns, rows} = size);
		tell({code: 'r', columns, rows});
	};

	const write: Write = (chunk, encodingOrDone, done) => {
		if (sinks.size > 0) {
			// Whoever repaints may have heard of the new size before us.
			noteSize();
			const encoding = typeof encodingOrDone === 'string' ? encodingOrDone : undefined;
			const data = join(chunk, encoding);
			if (data !== '') tell({code: 'o', data});
		}
		if (typeof encodingOrDone === 'string') return terminal.write(chunk, encodingOrDone, done);
		return terminal.write(chunk, encodingOrDone);
	};

	return {
		stdout: new Proxy(terminal, {
			get(target, name) {
				if (name === 'write') return write;
				if (name === 'columns' || name === 'rows') return sizeOf(target)[name];
				const value: unknown = Reflect.get(target, name, target);
				return typeof value === 'function' ? (value.bind(target) as unknown) : value;
			},
		}),
		start(sink) {
			if (sinks.size === 0) {
				({columns, rows} = sizeOf(terminal));
				join = createTextJoiner();
				terminal.on('resize', noteSize);
			}
			sinks.add(sink);
			return () => {
				sinks.delete(sink);
				if (sinks.size === 0) terminal.off('resize', noteSize);
			};
		},
	};
};

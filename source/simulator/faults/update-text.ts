import type {LevelForm} from '../kit/level-forms.js';
import type {SideName} from '../ladder.js';

/** The parts of Binance's depth event that faults touch. */
export type DepthEvent = {
	readonly s: string;
	readonly U: number;
	readonly u: number;
	readonly b: readonly [string, string][];
	readonly a: readonly [string, string][];
};

type Wrapped = {readonly stream?: string; readonly data?: DepthEvent};

/** Changes a Binance event inside its wrapping, where it has one. */
export const editEvent = (text: string, edit: (event: DepthEvent) => DepthEvent): string => {
	const message = JSON.parse(text) as Wrapped & DepthEvent;
	const {stream, data} = message;
	return JSON.stringify(data ? {stream, data: edit(data)} : edit(message));
};

export const eventOf = (text: string): DepthEvent => {
	const message = JSON.parse(text) as Wrapped & DepthEvent;
	return message.data ?? message;
};

/** Puts a level, as JSON, before all others of a side. By hand: Huobi's numbers must stay as they are. */
export const addLevel = (
	{after}: LevelForm,
	text: string,
	side: SideName,
	level: string,
): string => {
	const key = after[side];
	const at = text.indexOf(key);
	// A side that is blank may be left out.
	if (at < 0) return text;
	const end = at + key.length;
	const rest = text.slice(end);
	return `${text.slice(0, end)}${level}${rest.startsWith(']') ? '' : ','}${rest}`;
};

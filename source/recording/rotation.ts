/** When a long capture goes on in the next file. */
export type Rotation =
	| {
			readonly type: 'time';
			/** Since the part began. */
			readonly ms: number;
	  }
	| {
			readonly type: 'size';
			/** Of the part's file, packed where it is. */
			readonly bytes: number;
	  }
	/** With each day of UTC. */
	| {readonly type: 'day'};

const dayMs = 86_400_000;

type Progress = {
	/** Epoch milliseconds. */
	readonly startedAt: number;
	readonly elapsedMs: number;
	readonly bytes: number;
};

/** Whether a part is at its end. */
export const isOver = (rotation: Rotation, {startedAt, elapsedMs, bytes}: Progress): boolean => {
	switch (rotation.type) {
		case 'time':
			return elapsedMs >= rotation.ms;
		case 'size':
			return bytes >= rotation.bytes;
		case 'day':
			return Math.floor(startedAt / dayMs) < Math.floor((startedAt + elapsedMs) / dayMs);
	}
};

/** Milliseconds between two looks at whether a part is at its end: the least is where it cannot be ended yet. */
const lookMs = 1000;
const leastMs = 20;

const within = (ms: number) => Math.ceil(Math.max(leastMs, Math.min(lookMs, ms)));

/** Milliseconds until the next look: sooner where the end is. */
export const nextLook = (rotation: Rotation, {startedAt, elapsedMs}: Progress): number => {
	switch (rotation.type) {
		case 'time':
			return within(rotation.ms - elapsedMs);
		case 'size':
			return lookMs;
		case 'day':
			return within(dayMs - ((startedAt + elapsedMs) % dayMs));
	}
};
